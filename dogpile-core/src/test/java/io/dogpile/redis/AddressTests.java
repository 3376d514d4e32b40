package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.settings.InvalidSettingException;
import io.dogpile.settings.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the arguments {@code sentinels} and {@code startup_nodes} may be written. */
class AddressTests {

    private static List<Address> list(Object nodes) {
        return Address.list(Settings.of("arguments.", Map.of("startup_nodes", nodes)), "startup-nodes", 6379);
    }

    @Test
    void aListAndATextWithCommasAreTheSame() {
        List<Address> expected = List.of(new Address("one", 7000), new Address("two", 6379), new Address("::1", 7001));

        assertThat(list(List.of("one:7000", "two", "[::1]:7001"))).isEqualTo(expected);
        assertThat(list("one:7000,two , [::1]:7001")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"one:0", "one:65536", "one:port", "one:7000:7001", "::1", ",one", "re dis", "[one"})
    void whatIsNoAddressIsRefused(String nodes) {
        assertThatThrownBy(() -> list(nodes))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("arguments.startup_nodes")
                .hasMessageContaining("no address")
                .hasMessageContaining("host1:6379");
    }

    @Test
    void anAddressThereMustBe() {
        assertThatThrownBy(() -> list(List.of()))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("is not set");
        assertThatThrownBy(() -> LettuceConnector.sentinel(Settings.of("", Map.of())))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("sentinels");
    }
}
