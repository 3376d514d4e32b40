package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.settings.InvalidSettingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies in a map, as {@link CacheRegion#configureFromConfig} reads it. */
class PolicySettingsTests {

    private static final Function<String, Long> LENGTH = text -> (long) text.length();

    @Test
    void everyPolicyIsReadFromText() {
        RegionConfig config = read(all());

        Policies policies = config.policies;
        assertThat(policies.expirationJitter()).isEqualTo(0.1);
        assertThat(policies.nullExpirationMicros()).isEqualTo(10_000_000);
        assertThat(policies.failureExpirationTime()).isEqualTo(Duration.ofSeconds(2));
        assertThat(policies.cachedFailures()).containsExactly(IOException.class, UncheckedIOException.class);
        assertThat(policies.serveStaleOnError()).isEqualTo(Duration.ofHours(1));
        assertThat(policies.retryBackoff()).isEqualTo(Duration.ofMillis(500));
        assertThat(policies.maximumRetryBackoff()).isEqualTo(Duration.ofSeconds(30));
        assertThat(policies.creationSoftTimeout()).isEqualTo(Duration.ZERO);
        assertThat(policies.creationTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(policies.maximumCreations()).isEqualTo(4);
        assertThat(policies.earlyRefresh()).isEqualTo(1);
        assertThat(policies.earlyRefreshThreshold()).isEqualTo(0.8);
        assertThat(policies.versionOf()).isSameAs(LENGTH);
        assertThat(config.explainedKeys).isEqualTo(100);
    }

    @Test
    void everyPolicyHasAName() {
        Map<String, Object> said = read(all()).policies.settings();

        assertThat(said).containsOnlyKeys(PolicySettings.NAMES);
        assertThat(PolicySettings.NAMES).hasSize(said.size());
    }

    @Test
    void whatIsSetIsShown() {
        Map<String, Object> shown = read(all()).settings();

        assertThat(shown)
                .containsEntry("expiration-jitter", 0.1)
                .containsEntry("null-expiration-time", Duration.ofSeconds(10))
                .containsEntry("failure-expiration-time", Duration.ofSeconds(2))
                .containsEntry("cached-failures", List.of("java.io.IOException", "java.io.UncheckedIOException"))
                .containsEntry("serve-stale-on-error", Duration.ofHours(1))
                .containsEntry("retry-backoff", Duration.ofMillis(500))
                .containsEntry("maximum-retry-backoff", Duration.ofSeconds(30))
                .containsEntry("creation-soft-timeout", Duration.ZERO)
                .containsEntry("creation-timeout", Duration.ofSeconds(5))
                .containsEntry("maximum-creations", 4)
                .containsEntry("early-refresh", 1.0)
                .containsEntry("early-refresh-threshold", 0.8)
                .containsEntry("version-of", LENGTH.toString())
                .containsEntry("explain", 100);
        assertThat(read(Map.of()).settings()).doesNotContainKeys("explain").doesNotContainKeys(names());
    }

    @Test
    void nothingIsSaidUnlessSet() {
        assertThat(read(Map.of()).policies).isSameAs(Policies.NONE);
        assertThat(read(Map.of()).explainedKeys).isZero();
    }

    @Test
    void classesMayBeGivenAsSuch() {
        assertThat(read(Map.of("cached_failures", List.of(IOException.class, "java.lang.Error")))
                        .policies
                        .cachedFailures())
                .containsExactly(IOException.class, Error.class);
        assertThat(read(Map.of("cached_failures", IOException.class)).policies.cachedFailures())
                .containsExactly(IOException.class);
        assertThat(read(Map.of("cached_failures", List.of())).policies.cachedFailures())
                .as("none of them")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null-expiration-time", "serve-stale-on-error", "creation-soft-timeout", "creation-timeout"})
    void minusOneIsNever(String name) {
        assertThat(read(Map.of(name, "-1")).policies.settings()).containsEntry(name, CacheRegion.NEVER);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "expiration-jitter, 1, is out of range. Give a part from 0 to below 1",
                "expiration-jitter, -0.1, is out of range",
                "expiration-jitter, 10%, is not a number",
                "null-expiration-time, -2, is out of range. Give a duration such as",
                "null-expiration-time, soon, is not a duration",
                "failure-expiration-time, -1, is out of range",
                "cached-failures, java.lang.Sting, there is no class named 'java.lang.Sting'",
                "cached-failures, java.lang.String, 'java.lang.String' is no Throwable",
                "serve-stale-on-error, -2, is out of range",
                "retry-backoff, -1, is out of range",
                "maximum-retry-backoff, -1, is out of range",
                "creation-soft-timeout, -2, is out of range",
                "creation-timeout, 0, is out of range. Give a duration of more than 0",
                "creation-timeout, -2, is out of range",
                "maximum-creations, -1, is too small",
                "maximum-creations, 2.5, is not a whole number",
                "maximum-creations, 3000000000, is too large",
                "early-refresh, -1, is out of range",
                "early-refresh-threshold, 1.1, is out of range. Give a part from 0 to 1",
                "version-of, #result.version, is no function",
                "explain, -1, is too small",
            })
    void whatCannotBeIsRefusedByName(String name, String value, String reason) {
        assertThatThrownBy(() -> read(Map.of(name, value)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("cache.example." + name + "=" + value + ": " + reason);
    }

    @Test
    void aMisspeltPolicyIsRefusedWithTheNearestName() {
        assertThatThrownBy(() -> read(Map.of("creation_timout", 5)))
                .hasMessageContaining("Did you mean 'creation-timeout'?");
    }

    private static String[] names() {
        return PolicySettings.NAMES.toArray(String[]::new);
    }

    private static Map<String, Object> all() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("expiration_jitter", "0.1");
        values.put("null_expiration_time", "10");
        values.put("failureExpirationTime", "2s");
        values.put("cached-failures", "java.io.IOException, java.io.UncheckedIOException");
        values.put("serve_stale_on_error", "1h");
        values.put("retry_backoff", "0.5");
        values.put("maximum_retry_backoff", "30");
        values.put("creation_soft_timeout", "0");
        values.put("creation_timeout", "5");
        values.put("maximum_creations", "4");
        values.put("early_refresh", "1");
        values.put("early_refresh_threshold", ".8");
        values.put("version_of", LENGTH);
        values.put("explain", "100");
        return values;
    }

    private static RegionConfig read(Map<String, Object> values) {
        Map<String, Object> prefixed = new HashMap<>(Map.of("cache.example.backend", "memory"));
        values.forEach((name, value) -> prefixed.put("cache.example." + name, value));
        return ConfigMap.read(prefixed, "cache.example.");
    }
}
