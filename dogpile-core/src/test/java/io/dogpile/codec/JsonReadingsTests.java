package io.dogpile.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import io.dogpile.codec.Codec.Encoded;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values are read where they stand, by readers that are kept. */
class JsonReadingsTests {

    record Point(int x, int y) {}

    record Size(int x, int y) {}

    record Open(String name, @JsonAnyGetter Map<String, String> more) {}

    private final TypeAllowList allowed = TypeAllowList.of(getClass().getPackageName());
    private final JsonCodec codec = new JsonCodec(allowed);

    @Test
    void eachReaderGetsWhatItWants() {
        byte[] json = bytes("{\"x\":1,\"y\":2}");

        for (int round = 0; round < 3; round++) {
            assertThat(codec.decode(json, Point.class, null)).isEqualTo(new Point(1, 2));
            assertThat(codec.decode(json, Size.class, null)).isEqualTo(new Size(1, 2));
            assertThat(codec.decode(json, Object.class, null)).isEqualTo(Map.of("x", 1L, "y", 2L));
            assertThat(codec.decode(json, Object.class, Point.class.getName())).isEqualTo(new Point(1, 2));
            assertThatThrownBy(() -> codec.decode(json, Size.class, Point.class.getName()))
                    .isInstanceOf(CodecException.class);
        }
    }

    @Test
    void moreTypesThanAreRememberedAreRead() {
        for (int round = 0; round < 600; round++) {
            String type = "{[0-" + round + "]=Long}";
            assertThat(codec.decode(bytes("[1,2]"), Object.class, type)).isEqualTo(List.of(1L, 2L));
        }
    }

    static Stream<Codec> codecs() {
        TypeAllowList allowed = TypeAllowList.of(JsonReadingsTests.class.getPackageName());
        return Stream.of(new JsonCodec(allowed), JdkCodec.allowing(allowed), new StringCodec(), new BytesCodec());
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aValueIsReadFromTheMiddleOfAnArray(Codec codec) {
        Object value = codec instanceof BytesCodec ? bytes("some bytes") : "some text";
        Encoded encoded = codec.encode(value);
        byte[] all = new byte[encoded.bytes().length + 30];
        Arrays.fill(all, (byte) '|');
        System.arraycopy(encoded.bytes(), 0, all, 10, encoded.bytes().length);

        assertThat(codec.decode(all, 10, encoded.bytes().length, value.getClass(), encoded.type()))
                .isEqualTo(value);
    }

    /** One of the two would be lost. */
    @Test
    void aValueWithTwoPropertiesOfOneNameIsNotWritten() {
        assertThatThrownBy(() -> codec.encode(new Open("Ann", Map.of("name", "Bob"))))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("name");
    }

    @Test
    void whatAnotherProgramWroteIsNotReadWithTwoPropertiesOfOneName() {
        assertThatThrownBy(() -> codec.decode(bytes("{\"x\":1,\"x\":2,\"y\":3}"), Point.class, null))
                .isInstanceOf(CodecException.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
