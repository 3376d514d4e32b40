package io.dogpile.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The stories of {@link PolicyEffects} at a small size: what policies promise, and what happens without them. */
class PolicyEffectsTests {

    private static Map<String, Effect> effects;

    @BeforeAll
    static void tellAllStories() throws Exception {
        effects = PolicyEffects.all(Duration.ofMinutes(1), new WaitingEffects(Duration.ofMillis(30), 1)).stream()
                .collect(Collectors.toMap(Effect::policy, Function.identity()));
    }

    private static long without(String policy, String figure) {
        return effects.get(policy).without().get(figure).longValue();
    }

    private static long with(String policy, String figure) {
        return effects.get(policy).with().get(figure).longValue();
    }

    @Test
    void noReaderSeesAFailureAndFewAttemptsAreMade() {
        String policy = "serve-stale-on-error: 1h";
        assertThat(without(policy, "that failed")).isGreaterThan(500);
        assertThat(with(policy, "that failed")).isZero();
        assertThat(with(policy, "creator calls")).isBetween(2L, 6L);
        assertThat(without("failure-expiration-time: 2s", "creator calls")).isGreaterThan(500);
        assertThat(with("failure-expiration-time: 2s", "creator calls")).isBetween(20L, 30L);
    }

    @Test
    void aHungCreatorBlocksItsKeyOnlyWithoutALimit() {
        String policy = "creation-timeout: 5s";
        assertThat(without(policy, "that were answered")).isZero();
        assertThat(without(policy, "keys that are blocked at the end")).isEqualTo(1);
        assertThat(with(policy, "that were answered")).isGreaterThan(with(policy, "reads") - 150);
        assertThat(with(policy, "keys that are blocked at the end")).isZero();
    }

    @Test
    void slowCreatorsGiveEverybodyAValue() {
        assertThat(with("creation-soft-timeout", "creations")).isPositive();
        assertThat(with("CallOptions.waitingAtMost", "answers")).isEqualTo(20);
        assertThat(without("CallOptions.waitingAtMost", "that got the previous value"))
                .isZero();
        assertThat(with("CallOptions.waitingAtMost", "that got the previous value"))
                .isPositive();
        assertThat(with("maximum-creations: 5", "answers")).isEqualTo(50);
        assertThat(with("maximum-creations: 5", "creators at a time")).isBetween(1L, 5L);
    }

    @Test
    void nobodyWaitsForWhatIsRefreshedEarly() {
        for (String policy : new String[] {"early-refresh: 1.0", "early-refresh-threshold: 0.8"}) {
            assertThat(without(policy, "that waited")).isPositive();
            assertThat(with(policy, "that waited")).isZero();
            assertThat(with(policy, "that got an expired page")).isZero();
            assertThat(with(policy, "creations")).isBetween(1L, 3L);
        }
    }

    @Test
    void entriesEndWhenTheyShould() {
        assertThat(without("expiration-jitter: 0.1", "that end within the same second"))
                .isEqualTo(1_000);
        assertThat(with("expiration-jitter: 0.1", "that end within the same second"))
                .isLessThan(30);
        assertThat(without("null-expiration-time: 10s", "seconds until it was seen"))
                .isGreaterThan(250);
        assertThat(with("null-expiration-time: 10s", "seconds until it was seen"))
                .isLessThanOrEqualTo(10);
        assertThat(with("null-expiration-time: 10s", "creations")).isLessThan(15);
        assertThat(without("null-expiration-time: 10s for cache-null-values: false", "creations"))
                .isGreaterThan(1_000);
    }

    @Test
    void dataAreSentOnceAndNeverGoBack() {
        assertThat(without("CreationContext.notModified", "bytes sent")).isEqualTo(10_000_000);
        assertThat(with("CreationContext.notModified", "bytes sent")).isEqualTo(1_000_000);
        assertThat(without("version-of", "that took the cache back")).isPositive();
        assertThat(with("version-of", "that took the cache back")).isZero();
    }
}
