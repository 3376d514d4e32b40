package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.codec.Codec;
import io.dogpile.codec.JsonCodec;
import io.dogpile.codec.TypeAllowList;
import org.springframework.beans.factory.ObjectProvider;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes JSON codecs on the application's mapper, or, if there is not exactly one, on one with Jackson's defaults and the
 * modules that are on the class path, such as Kotlin's.
 */
final class JsonCodecs {

    private final ObjectProvider<JsonMapper> mappers;

    JsonCodecs(ObjectProvider<JsonMapper> mappers) {
        this.mappers = mappers;
    }

    Codec create(TypeAllowList allowed, ClassLoader loader) {
        JsonMapper mapper = mappers.getIfUnique(
                () -> JsonMapper.builder().findAndAddModules(loader).build());
        return new JsonCodec(mapper, allowed, loader);
    }
}
