package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.ProxyBackend;
import io.dogpile.settings.InvalidSettingException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BadConfigMapTests {

    @Test
    void refusesWhatIsNoProxy() {
        for (Object wrap : List.of("org.example.Missing", String.class.getName(), NoConstructor.class)) {
            assertThatThrownBy(() -> read(Map.of("cache.example.backend", "memory", "cache.example.wrap", wrap)))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageStartingWith("cache.example.wrap=" + wrap + ": can't be used as a proxy (")
                    .hasMessageEndingWith("Name classes that extend io.dogpile.backend.ProxyBackend and have a public"
                            + " constructor with one CacheBackend parameter.");
        }
    }

    @Test
    void refusesAMisspeltName() {
        assertThatThrownBy(() -> read(Map.of("cache.example.backend", "memory", "cache.example.expiration_tme", 5)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("cache.example.expiration_tme: there is no such setting."
                        + " Did you mean 'expiration-time'? Known are: backend, ");
    }

    @Test
    void refusesANameThatIsSpeltInTwoWays() {
        Map<String, Object> values = new TreeMap<>();
        values.put("cache.example.backend", "memory");
        values.put("cache.example.expiration-time", 5);
        values.put("cache.example.expiration_time", 6);

        assertThatThrownBy(() -> read(values))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("cache.example.expiration_time: the same setting is also given as"
                        + " 'cache.example.expiration-time'. Keep one of the two.");
    }

    @Test
    void refusesTextWhereADurationBelongs() {
        assertThatThrownBy(() ->
                        read(Map.of("cache.example.backend", "memory", "cache.example.expiration_time", "one hour")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("cache.example.expiration_time=one hour: is not a duration. Give seconds as a bare number,"
                        + " or a number with a unit: ms, s, m, h or d, such as 30s.");
    }

    @Test
    void refusesAnUnknownKeyMangler() {
        assertThatThrownBy(() -> read(Map.of("cache.example.backend", "memory", "cache.example.key_mangler", "md5")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("cache.example.key_mangler=md5: there is no such key mangler."
                        + " Known are: none, sha1, length-conditional.");
    }

    @Test
    void needsABackend() {
        assertThatThrownBy(() -> read(Map.of("cache.example.expiration_time", 5)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("cache.example.backend: a region needs a backend.");
    }

    private static RegionConfig read(Map<String, Object> values) {
        return ConfigMap.read(values, "cache.example.");
    }

    /** Can't be made from a backend alone. */
    public static final class NoConstructor extends ProxyBackend {

        NoConstructor(CacheBackend proxied, int limit) {
            super(proxied);
        }
    }
}
