package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However the bytes of a name are made, they are those of its text. */
class RedisKeysTests {

    @ParameterizedTest
    @ValueSource(strings = {"", "user:1", "~", "\u007f", "\u0080", "Königsberg", "1 €", "😀", "\uDE00", "a\u0000\n{b}"})
    void aValuesNameIsPrefixAndKeyInUtf8(String key) {
        for (String prefix : new String[] {"", "orders:", "größe:", "cut in two \uD83D"}) {
            assertThat(new RedisKeys(prefix, "_lock", false).value(key))
                    .isEqualTo((prefix + key).getBytes(StandardCharsets.UTF_8));
        }
    }
}
