package io.dogpile.spring.redis;

import io.dogpile.codec.Codec;
import io.dogpile.codec.CodecException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.util.ClassUtils;

/**
 * A serializer of Spring Data Redis as a codec. Which classes may be read is the serializer's own affair: the list of
 * allowed types does not reach it.
 */
public final class RedisSerializerCodec implements Codec {

    /** The type of null, for which many serializers have no bytes. */
    private static final String NULL = "null";

    private final RedisSerializer<Object> serializer;

    /**
     * Creates a codec.
     *
     * @param serializer the serializer
     */
    @SuppressWarnings("unchecked") // a value of a class that it can't write is refused by the serializer
    public RedisSerializerCodec(RedisSerializer<?> serializer) {
        this.serializer = (RedisSerializer<Object>) serializer;
    }

    @Override
    public Encoded encode(@Nullable Object value) {
        if (value == null) {
            return new Encoded(new byte[0], NULL);
        }
        byte[] bytes;
        try {
            bytes = serializer.serialize(value);
        } catch (RuntimeException | LinkageError | StackOverflowError failure) {
            throw new CodecException("A value of " + value.getClass() + " can't be cached: " + failure, failure);
        }
        if (bytes == null) {
            throw new CodecException("The serializer made nothing of a value of " + value.getClass(), null);
        }
        return new Encoded(bytes, null);
    }

    @Override
    public @Nullable Object decode(byte[] bytes, Type wanted, @Nullable String type) {
        if (NULL.equals(type)) {
            return null;
        }
        Object value;
        try {
            value = serializer.deserialize(bytes);
        } catch (RuntimeException | LinkageError | StackOverflowError failure) {
            throw new CodecException("Bytes can't be read back: " + failure, failure);
        }
        Class<?> expected = ClassUtils.resolvePrimitiveIfNecessary(
                ResolvableType.forType(wanted).toClass());
        if (value != null && !expected.isInstance(value)) {
            throw new CodecException("The entry is of " + value.getClass() + ", not " + expected, null);
        }
        return value;
    }
}
