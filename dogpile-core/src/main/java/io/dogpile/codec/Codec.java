package io.dogpile.codec;

import java.lang.reflect.Type;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns values into bytes and back. Thread-safe.
 *
 * <p>What a codec must know of a value's type to read it back travels beside the bytes, as one string: they can then be
 * what other languages read. A backend keeps it with the entry, as its attribute {@link #TYPE_ATTRIBUTE}.
 */
public interface Codec {

    /** Name of the entry's attribute that holds {@link Encoded#type()}. */
    String TYPE_ATTRIBUTE = "t";

    /**
     * A value as bytes.
     *
     * @param bytes the bytes; not to be changed
     * @param type what {@link #decode} needs to know of the value's type, null if nothing
     */
    record Encoded(byte[] bytes, @Nullable String type) {}

    /**
     * Encodes a value.
     *
     * @param value the value, may be null
     * @return its bytes and type
     * @throws CodecException if it can't be encoded, or could not be decoded
     */
    Encoded encode(@Nullable Object value);

    /**
     * Decodes a value. Bytes and type may come from anyone: no class is made of them that the codec does not allow.
     *
     * @param bytes what {@link #encode} made, or what another program wrote
     * @param wanted what the reader wants, {@code Object.class} if it does not say
     * @param type the type that was written with the bytes, null if none was
     * @return the value, a new object wherever values can be changed
     * @throws CodecException if the bytes or the type are damaged, or of a class that is not allowed, has changed, or is
     *     not what the reader wants; no other exception is thrown, whatever the bytes are
     */
    @Nullable
    Object decode(byte[] bytes, Type wanted, @Nullable String type);

    /**
     * Decodes a value whose bytes stand within an array. By default {@link #decode(byte[], Type, String)} gets a copy of
     * them; a codec that can read them where they are saves it.
     *
     * @param bytes what holds them; not to be changed or kept
     * @param offset where they begin
     * @param length how many there are
     * @param wanted what the reader wants, {@code Object.class} if it does not say
     * @param type the type that was written with the bytes, null if none was
     * @return the value, a new object wherever values can be changed
     * @throws CodecException for the same reasons
     */
    default @Nullable Object decode(byte[] bytes, int offset, int length, Type wanted, @Nullable String type) {
        return decode(Arrays.copyOfRange(bytes, offset, offset + length), wanted, type);
    }
}
