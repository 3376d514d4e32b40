package io.dogpile.codec;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text as UTF-8, and nothing else: neither other objects nor null. */
public final class StringCodec implements Codec {

    /** Creates a codec. */
    public StringCodec() {}

    /**
     * {@inheritDoc}
     *
     * @throws CodecException if the value is no string, or has half a surrogate pair
     */
    @Override
    public Encoded encode(@Nullable Object value) {
        if (!(value instanceof String text)) {
            throw Refusal.notA("string", "String", value);
        }
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return new Encoded(bytes, null);
        } catch (CharacterCodingException unpaired) {
            throw new CodecException("A string that is not valid Unicode can't be encoded as UTF-8", unpaired);
        }
    }

    @Override
    public @Nullable Object decode(byte[] bytes, Type wanted, @Nullable String type) {
        return decode(bytes, 0, bytes.length, wanted, type);
    }

    @Override
    public @Nullable Object decode(byte[] bytes, int offset, int length, Type wanted, @Nullable String type) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, offset, length))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new CodecException("The bytes are not UTF-8", malformed);
        }
        return Wanted.check(text, wanted);
    }
}
