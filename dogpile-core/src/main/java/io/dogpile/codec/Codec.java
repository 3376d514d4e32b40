package io.dogpile.codec;

import org.jspecify.annotations.Nullable;

/** Turns values into bytes and back. Thread-safe. */
public interface Codec {

    /**
     * Encodes a value.
     *
     * @param value the value, may be null
     * @return its bytes
     * @throws CodecException if it can't be encoded
     */
    byte[] encode(@Nullable Object value);

    /**
     * Decodes a value.
     *
     * @param bytes what {@link #encode} made
     * @return the value, a new object wherever values can be changed
     * @throws CodecException if the bytes are damaged, or of a class that is not allowed or has changed
     */
    @Nullable
    Object decode(byte[] bytes);
}
