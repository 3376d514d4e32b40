package io.dogpile.codec;

import java.lang.reflect.Type;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Byte arrays as they are, and nothing else: neither other objects nor null. Arrays are copied both ways, so that a
 * caller who changes one changes nothing that is cached or being written.
 */
public final class BytesCodec implements Codec {

    /** Creates a codec. */
    public BytesCodec() {}

    /**
     * {@inheritDoc}
     *
     * @throws CodecException if the value is no {@code byte[]}
     */
    @Override
    public Encoded encode(@Nullable Object value) {
        if (!(value instanceof byte[] bytes)) {
            throw Refusal.notA("bytes", "byte[]", value);
        }
        return new Encoded(bytes.clone(), null);
    }

    @Override
    public @Nullable Object decode(byte[] bytes, Type wanted, @Nullable String type) {
        return Wanted.check(bytes.clone(), wanted);
    }

    @Override
    public @Nullable Object decode(byte[] bytes, int offset, int length, Type wanted, @Nullable String type) {
        return Wanted.check(Arrays.copyOfRange(bytes, offset, offset + length), wanted);
    }
}
