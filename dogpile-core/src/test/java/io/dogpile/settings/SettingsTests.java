package io.dogpile.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTests {

    @Test
    void textIsCoercedAsDogpileCacheDoesIt() {
        assertThat(coerced("-1")).isEqualTo(-1L);
        assertThat(coerced("+1")).isEqualTo(1L);
        assertThat(coerced(" 600 ")).isEqualTo(600L);
        assertThat(coerced("0.1")).isEqualTo(0.1);
        assertThat(coerced(".5")).isEqualTo(0.5);
        assertThat(coerced("-3.14e-10")).isEqualTo(-3.14e-10);
        assertThat(coerced("True")).isEqualTo(true);
        assertThat(coerced("false")).isEqualTo(false);
        assertThat(coerced("None")).isNull();
        assertThat(coerced(" 127.0.0.1 ")).isEqualTo("127.0.0.1");
        assertThat(coerced("99999999999999999999")).isEqualTo("99999999999999999999");
        assertThat(coerced(5)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"redis_expiration_time", "redis-expiration-time", "redisExpirationTime", "REDIS_EXPIRATION_TIME"
            })
    void allSpellingsOfANameAreOneSetting(String spelling) {
        Settings settings = Settings.of("", Map.of(spelling, 5));

        assertThat(settings.getLong("redis-expiration-time", 0, 0)).isEqualTo(5);
        assertThatCode(settings::rejectUnknown).doesNotThrowAnyException();
    }

    @Test
    void twoSpellingsOfOneSettingAreRefused() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("lock-timeout", 1);
        values.put("lock_timeout", 1);

        assertThatThrownBy(() -> Settings.of("cache.r.arguments.", values))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("cache.r.arguments.lock_timeout: the same setting is also given as"
                        + " 'cache.r.arguments.lock-timeout'. Keep one of the two.");
    }

    @ParameterizedTest
    @CsvSource({
        "5, PT5S",
        "0.5, PT0.5S",
        "-1, PT-1S",
        "250ms, PT0.25S",
        "10s, PT10S",
        "5 m, PT5M",
        "1h, PT1H",
        "2d, PT48H",
        "7us, PT0.000007S",
        "7ns, PT0.000000007S",
        "PT10S, PT10S",
        "pt1h30m, PT1H30M",
        "1H, PT1H"
    })
    void durationsHaveAUnitOrAreSeconds(String text, Duration expected) {
        assertThat(settings("wait", text).getDuration("wait", null)).isEqualTo(expected);
    }

    @Test
    void durationsMayBeGivenAsObjects() {
        assertThat(settings("wait", Duration.ofMillis(5)).getDuration("wait", null))
                .isEqualTo(Duration.ofMillis(5));
        assertThat(settings("wait", 1.5f).getDuration("wait", null)).isEqualTo(Duration.ofMillis(1500));
    }

    @ParameterizedTest
    @ValueSource(strings = {"one hour", "5x", "5 s s", "true", "99999999999999999999", "99999999999999999h"})
    void whatIsNoDurationIsRefused(String text) {
        assertThatThrownBy(() -> settings("wait_timeout", text).getDuration("wait-timeout", null))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("cache.r.wait_timeout=" + text + ": is not a duration. Give seconds");
    }

    @Test
    void wholeNumbersHaveALimit() {
        assertThat(settings("size", "10").getLong("size", 1, 10)).isEqualTo(10);
        assertThatThrownBy(() -> settings("size", 9).getLong("size", 1, 10))
                .hasMessage("cache.r.size=9: is too small. Give a whole number, at least 10.");
        assertThatThrownBy(() -> settings("size", "1.5").getLong("size", 1, 10))
                .hasMessage("cache.r.size=1.5: is not a whole number. Give a whole number, at least 10.");
    }

    @Test
    void whatIsNeitherTrueNorFalseIsRefused() {
        assertThat(settings("flag", "TRUE").getBoolean("flag", false)).isTrue();
        assertThatThrownBy(() -> settings("flag", "yes").getBoolean("flag", false))
                .isInstanceOfSatisfying(InvalidSettingException.class, error -> {
                    assertThat(error.setting()).isEqualTo("cache.r.flag");
                    assertThat(error.value()).isEqualTo("yes");
                    assertThat(error.advice()).isEqualTo("Write true or false.");
                })
                .hasMessage("cache.r.flag=yes: is neither true nor false. Write true or false.");
    }

    @Test
    void whatIsNotSetOrNoneIsTheFallback() {
        Map<String, Object> values = new HashMap<>();
        values.put("none", "None");
        values.put("null", null);
        Settings settings = Settings.of("", values);

        for (String name : new String[] {"none", "null", "missing"}) {
            assertThat(settings.has(name)).isFalse();
            assertThat(settings.getString(name, "fallback")).isEqualTo("fallback");
            assertThat(settings.getLong(name, 7, 0)).isEqualTo(7);
            assertThat(settings.getBoolean(name, true)).isTrue();
            assertThat(settings.getDuration(name, Duration.ZERO)).isEqualTo(Duration.ZERO);
        }
    }

    @Test
    void noneIsToldFromNothing() {
        assertThat(settings("mangler", "none").isNone("mangler")).isTrue();
        assertThat(settings("mangler", "sha1").isNone("mangler")).isFalse();
        assertThat(settings("mangler", "none").isNone("other")).isFalse();
    }

    @Test
    void aSettingThatNobodyAskedForIsRefusedWithTheNearestOne() {
        Settings settings = settings("lock_timeuot", 5);
        settings.getDuration("lock-timeout", null);
        settings.getLong("maximum-size", 0, 0);

        assertThatThrownBy(settings::rejectUnknown)
                .isInstanceOfSatisfying(
                        InvalidSettingException.class,
                        error -> assertThat(error.value()).isNull())
                .hasMessage("cache.r.lock_timeuot: there is no such setting. Did you mean 'lock-timeout'?"
                        + " Known are: lock-timeout, maximum-size.");
    }

    @Test
    void everythingIsAcceptedOnPurpose() {
        Settings settings = settings("anything", 5);

        settings.acceptAll();

        assertThatCode(settings::rejectUnknown).doesNotThrowAnyException();
    }

    private static Object coerced(Object value) {
        return settings("x", value).get("x");
    }

    private static Settings settings(String name, Object value) {
        return Settings.of("cache.r.", Map.of(name, value));
    }

    @ParameterizedTest
    @CsvSource({"512, 512", "0, 0", "10B, 10", "10KB, 10240", "10 kb, 10240", "1MB, 1048576", "2GB, 2147483648"})
    void sizesHaveUnitsOf1024(String text, long bytes) {
        assertThat(Settings.of("", Map.of("size", text)).getSize("size", 1, 0)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "much", "1TB", "99999999999GB", "-1", "9", "true"})
    void whatIsNoSizeIsRefused(String text) {
        Settings settings = Settings.of("a.", Map.of("size", text));

        assertThatThrownBy(() -> settings.getSize("size", 1, 10))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("a.size")
                .hasMessageContaining("at least 10");
        assertThat(settings.getSize("absent", 7, 10)).isEqualTo(7);
    }
}
