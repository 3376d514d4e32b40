package io.dogpile.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SimpleCodecTests {

    private final Codec strings = new StringCodec();
    private final Codec bytes = new BytesCodec();

    @Test
    void stringsAreUtf8() {
        byte[] encoded = strings.encode("h\u00e9\uD83D\uDC36").bytes();

        assertThat(encoded)
                .isEqualTo(
                        new byte[] {'h', (byte) 0xc3, (byte) 0xa9, (byte) 0xf0, (byte) 0x9f, (byte) 0x90, (byte) 0xb6});
        assertThat(strings.decode(encoded, String.class, null)).isEqualTo("h\u00e9\uD83D\uDC36");
        assertThat(strings.decode(new byte[0], CharSequence.class, null)).isEqualTo("");
    }

    @Test
    void stringsAreAllThatItTakes() {
        assertThatThrownBy(() -> strings.encode(1))
                .isInstanceOf(CodecException.class)
                .hasMessage(
                        "The serializer 'string' takes values of type String, not java.lang.Integer; choose another one in"
                                + " arguments.serializer");
        assertThatThrownBy(() -> strings.encode(null))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("not null");
        assertThatThrownBy(() -> strings.encode("\uD83D")).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> strings.decode(new byte[] {(byte) 0xff}, String.class, null))
                .isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> strings.decode(new byte[] {'1'}, Integer.class, null))
                .isInstanceOf(CodecException.class);
    }

    @Test
    void bytesAreCopied() {
        byte[] value = {1, 2};
        byte[] encoded = bytes.encode(value).bytes();
        value[0] = 9;
        byte[] read = (byte[]) bytes.decode(encoded, byte[].class, null);
        read[1] = 9;

        assertThat(encoded).containsExactly(1, 2);
    }

    @Test
    void bytesAreAllThatItTakes() {
        assertThatThrownBy(() -> bytes.encode("x"))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("'bytes'")
                .hasMessageContaining("java.lang.String");
        assertThatThrownBy(() -> bytes.encode(null)).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> bytes.decode(new byte[0], List.class, null)).isInstanceOf(CodecException.class);
    }
}
