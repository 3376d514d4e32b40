package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.codec.Codec;
import io.dogpile.codec.JsonCodec;
import io.dogpile.codec.TypeAllowList;
import org.springframework.beans.factory.ObjectProvider;
import tools.jackson.databind.json.JsonMapper;

/** Makes JSON codecs on the application's mapper, or on one with Jackson's defaults if there is not exactly one. */
final class JsonCodecs {

    private final ObjectProvider<JsonMapper> mappers;

    JsonCodecs(ObjectProvider<JsonMapper> mappers) {
        this.mappers = mappers;
    }

    Codec create(TypeAllowList allowed, ClassLoader loader) {
        return new JsonCodec(mappers.getIfUnique(() -> JsonMapper.builder().build()), allowed, loader);
    }
}
