package io.dogpile.redis;

import io.dogpile.codec.BytesCodec;
import io.dogpile.codec.Codec;
import io.dogpile.codec.JdkCodec;
import io.dogpile.codec.JsonCodec;
import io.dogpile.codec.StringCodec;
import io.dogpile.codec.TypeAllowList;
import io.dogpile.settings.Settings;
import io.dogpile.settings.Suggestions;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Chooses the codec that a region's {@code serializer} names: {@code json} (the default), {@code jdk}, {@code string},
 * {@code bytes}, or one that was added. Immutable.
 */
public final class RedisCodecs {

    private static final String DEFAULT = "json";

    private final TypeAllowList allowed;
    private final Map<String, Function<TypeAllowList, Codec>> codecs;

    private RedisCodecs(TypeAllowList allowed, Map<String, Function<TypeAllowList, Codec>> codecs) {
        this.allowed = allowed;
        this.codecs = codecs;
    }

    /**
     * The codecs of this library.
     *
     * @param allowed the classes that may be read; a region adds its {@code allowed-types}
     * @return the codecs
     */
    public static RedisCodecs standard(TypeAllowList allowed) {
        Map<String, Function<TypeAllowList, Codec>> codecs = new TreeMap<>();
        codecs.put(DEFAULT, types -> new JsonCodec(types)); // no method reference: Jackson is optional
        codecs.put("jdk", types -> JdkCodec.allowing(types));
        codecs.put("string", any -> new StringCodec());
        codecs.put("bytes", any -> new BytesCodec());
        return new RedisCodecs(allowed, codecs);
    }

    /**
     * These codecs and another one.
     *
     * @param name what {@code serializer} calls it
     * @param codec makes it, given the classes that it may read
     * @return new codecs
     */
    public RedisCodecs and(String name, Function<TypeAllowList, Codec> codec) {
        Map<String, Function<TypeAllowList, Codec>> more = new TreeMap<>(codecs);
        more.put(name, codec);
        return new RedisCodecs(allowed, more);
    }

    Codec choose(Settings arguments) {
        String name = arguments.getString("serializer", DEFAULT);
        TypeAllowList types = allowed.and(names(arguments));
        Function<TypeAllowList, Codec> codec = codecs.get(name);
        if (codec == null) {
            throw arguments.invalid(
                    "serializer", "there is no such serializer", Suggestions.advice(name, codecs.keySet()));
        }
        return codec.apply(types);
    }

    private static String[] names(Settings arguments) {
        Object value = arguments.get("allowed-types");
        if (value == null) {
            return new String[0];
        }
        Collection<?> names = value instanceof Collection<?> many
                ? many
                : Arrays.asList(value.toString().split("\\s*,\\s*"));
        return names.stream().map(Object::toString).toArray(String[]::new);
    }
}
