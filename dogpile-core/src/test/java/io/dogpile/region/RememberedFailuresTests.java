package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.testing.MutableClock;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RememberedFailuresTests {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Policies SHORT = Policies.NONE.failureExpirationTime(SECOND);
    private static final long CUTOFF = 17;

    private final MutableClock clock = new MutableClock();
    private final RegionConfig config =
            RegionConfig.builder("memory").clock(clock).build();
    private final RememberedFailures failures = new RememberedFailures("test", config, new Events("test", config));
    private final Exception failure = new IOException("out of order");

    @Test
    void aFailureIsRememberedForItsTime() {
        failures.remember("a", failure, CUTOFF, SHORT);

        clock.advance(SECOND.minusMillis(1));
        assertThat(failures.of("a", CUTOFF, SHORT)).isSameAs(failure);
        assertThat(failures.of("b", CUTOFF, SHORT)).isNull();
        clock.advance(Duration.ofMillis(1));
        assertThat(failures.of("a", CUTOFF, SHORT)).isNull();
    }

    @Test
    void theLastFailureCounts() {
        failures.remember("a", new IOException("older"), CUTOFF, SHORT);
        clock.advance(SECOND.minusMillis(1));
        failures.remember("a", failure, CUTOFF, SHORT);
        clock.advance(SECOND.minusMillis(1));

        assertThat(failures.of("a", CUTOFF, SHORT)).isSameAs(failure);
    }

    @Test
    void nothingIsRememberedUnlessWanted() {
        failures.remember("a", failure, CUTOFF, Policies.NONE);

        assertThat(failures.of("a", CUTOFF, SHORT)).isNull();
    }

    @Test
    void itDoesNotCountForACallerWhoWantsToTry() {
        failures.remember("a", failure, CUTOFF, SHORT);

        assertThat(failures.of("a", CUTOFF, Policies.NONE)).isNull();
    }

    @Test
    void exceptionsAreRememberedAndErrorsAreNot() {
        failures.remember("exception", failure, CUTOFF, SHORT);
        failures.remember("error", new AssertionError("serious"), CUTOFF, SHORT);

        assertThat(failures.of("exception", CUTOFF, SHORT)).isSameAs(failure);
        assertThat(failures.of("error", CUTOFF, SHORT)).isNull();
    }

    @Test
    void ofTypesThatAreNamedOnlyThoseAreRemembered() {
        Policies some = SHORT.cachedFailures(List.of(IOException.class, AssertionError.class));
        failures.remember("same", failure, CUTOFF, some);
        failures.remember("subtype", new FileNotFoundException(), CUTOFF, some);
        failures.remember("error", new AssertionError(), CUTOFF, some);
        failures.remember("other", new IllegalStateException(), CUTOFF, some);

        assertThat(failures.of("same", CUTOFF, some)).isNotNull();
        assertThat(failures.of("subtype", CUTOFF, some)).isNotNull();
        assertThat(failures.of("error", CUTOFF, some)).isNotNull();
        assertThat(failures.of("other", CUTOFF, some)).isNull();
        assertThat(failures.of("same", CUTOFF, SHORT.cachedFailures(List.of(IllegalStateException.class))))
                .describedAs("for a caller who names others")
                .isNull();
    }

    @Test
    void anInvalidationEndsTheMemory() {
        failures.remember("a", failure, CUTOFF, SHORT);

        assertThat(failures.of("a", CUTOFF + 1, SHORT)).isNull();
    }

    @Test
    void keysCanBeForgotten() {
        failures.forgetAll(List.of("a"));
        List.of("a", "b", "c").forEach(key -> failures.remember(key, failure, CUTOFF, SHORT));

        failures.forgetAll(List.of("a", "b"));

        assertThat(failures.of("a", CUTOFF, SHORT)).isNull();
        assertThat(failures.of("b", CUTOFF, SHORT)).isNull();
        assertThat(failures.of("c", CUTOFF, SHORT)).isSameAs(failure);
    }

    @Test
    void theMemoryIsBounded() {
        IntStream.range(0, 12_000).forEach(key -> failures.remember(key, failure, CUTOFF, SHORT));

        await().untilAsserted(() -> assertThat(IntStream.range(0, 12_000)
                        .filter(key -> failures.of(key, CUTOFF, SHORT) != null)
                        .count())
                .isBetween(1L, 10_000L));
    }

    @Test
    void aTimeBeyondAllMeasureIsForEver() {
        Policies endless = Policies.NONE.failureExpirationTime(Duration.ofSeconds(Long.MAX_VALUE));
        failures.remember("a", failure, CUTOFF, endless);

        clock.advance(Duration.ofDays(10_000));

        assertThat(failures.of("a", CUTOFF, endless)).isSameAs(failure);
    }
}
