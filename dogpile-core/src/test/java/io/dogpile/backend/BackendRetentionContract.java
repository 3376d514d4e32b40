package io.dogpile.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The part of {@link CacheBackendContract} that is about dropping entries that are of no more use. */
public abstract class BackendRetentionContract extends BackendEntriesContract {

    private static final Duration HOUR = Duration.ofHours(1);

    /** For the suites. */
    protected BackendRetentionContract() {}

    @Test
    void anEntryWithinTheRetentionIsKept() {
        CacheBackend backend = backend(HOUR);
        backend.set(key("a"), entry(1), null);

        clock.advance(HOUR.minusMillis(1));
        backend.set(key("b"), entry(2), null); // a write is when a backend may tidy up

        assertThat(backend.get(key("a"), Object.class)).isNotNull();
    }

    @Test
    void everyWriteStartsTheRetentionAnew() {
        CacheBackend backend = backend(HOUR);
        backend.set(key("a"), entry(1), null);
        clock.advance(HOUR.minusMinutes(1));
        backend.set(key("a"), entry(2), null);

        clock.advance(HOUR.minusMinutes(1));
        backend.set(key("b"), entry(3), null);

        assertThat(payloadOf(backend.get(key("a"), Object.class))).isEqualTo(payload(2));
    }

    @Test
    void anEntryIsKeptForEverWithoutRetentionHoweverOld() {
        CacheBackend backend = backend();
        backend.set(key("a"), CachedValue.of(payload(1), 1L), null);

        clock.advance(Duration.ofDays(10_000));
        backend.set(key("b"), entry(2), null);

        assertThat(backend.get(key("a"), Object.class)).isNotNull();
    }
}
