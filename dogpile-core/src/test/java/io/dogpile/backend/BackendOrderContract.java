package io.dogpile.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.backend.Mutex.Held;
import io.dogpile.testing.Crew;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The part of {@link CacheBackendContract} that is about entries whose data has a version. */
public abstract class BackendOrderContract extends BackendLocksContract {

    private static final long BEYOND_DOUBLE = 1L << 53;

    /** For the suites. */
    protected BackendOrderContract() {}

    private CachedValue<?> version(long version) {
        return entry((int) (version % 1_000)).versioned(version);
    }

    private long versionOf(CacheBackend backend, String name) {
        CachedValue<?> present = backend.get(key(name), Object.class);
        assertThat(present).isNotNull();
        assertThat(payloadOf(present)).isEqualTo(payload((int) (Math.max(0, present.dataVersion()) % 1_000)));
        return present.dataVersion();
    }

    @Test
    void theVersionOfTheDataIsReadBack() {
        CacheBackend backend = backend();
        backend.set(key("a"), version(17), null);
        backend.set(key("b"), entry(0), null);

        assertThat(versionOf(backend, "a")).isEqualTo(17);
        assertThat(versionOf(backend, "b")).isEqualTo(-1);
    }

    @Test
    void olderDataNeverReplacesNewer() {
        CacheBackend backend = backend();
        backend.set(key("a"), version(10), null);

        assertThat(backend.set(key("a"), version(9), null)).isFalse();
        assertThat(versionOf(backend, "a")).isEqualTo(10);
        assertThat(backend.set(key("a"), version(11), null)).isTrue();
        assertThat(versionOf(backend, "a")).isEqualTo(11);
        assertThat(backend.set(key("a"), version(0), null)).isFalse();
        assertThat(versionOf(backend, "a")).isEqualTo(11);
    }

    @Test
    void dataOfTheSameVersionIsRenewed() {
        CacheBackend backend = backend();
        backend.set(key("a"), CachedValue.of(payload(1), 1L).versioned(5), null);

        assertThat(backend.set(key("a"), CachedValue.of(payload(2), 2L).versioned(5), null))
                .isTrue();

        assertThat(backend.get(key("a"), Object.class).creationTimeMicros()).isEqualTo(2);
    }

    @Test
    void whatHasNoVersionReplacesAnyAndIsReplacedByAny() {
        CacheBackend backend = backend();
        backend.set(key("a"), version(10), null);

        assertThat(backend.set(key("a"), entry(0), null)).isTrue();
        assertThat(versionOf(backend, "a")).isEqualTo(-1);
        assertThat(backend.set(key("a"), version(3), null)).isTrue();
        assertThat(versionOf(backend, "a")).isEqualTo(3);
    }

    @Test
    void versionsAreComparedExactly() {
        CacheBackend backend = backend();
        for (long version : List.of(BEYOND_DOUBLE + 1, 1_000_000_000_000_000_001L, Long.MAX_VALUE)) {
            assertThat(backend.set(key("a"), version(version), null)).isTrue();
            assertThat(backend.set(key("a"), version(version - 1), null)).isFalse();
            assertThat(backend.set(key("a"), version(999_999_999), null)).isFalse();
            assertThat(versionOf(backend, "a")).isEqualTo(version);
        }
    }

    @Test
    void theHolderOfTheLockKeepsToTheOrderToo() throws Exception {
        CacheBackend backend = backend();
        backend.set(key("a"), version(10), null);
        Held late = backend.mutex(key("a")).tryAcquire(Duration.ZERO).orElseThrow();

        assertThat(backend.set(key("a"), version(9), late)).isFalse();
        assertThat(versionOf(backend, "a")).isEqualTo(10);
        assertThat(late.release()).as("an outdated value costs no lock").isTrue();

        Held held = backend.mutex(key("a")).tryAcquire(Duration.ZERO).orElseThrow();
        assertThat(backend.set(key("a"), version(11), held)).isTrue();
        assertThat(versionOf(backend, "a")).isEqualTo(11);
        assertThat(held.release()).isTrue();
    }

    @Test
    void whatWasWatchedForKeepsToTheOrderToo() {
        CacheBackend backend = backend();
        backend.set(key("a"), version(10), null);

        assertThat(backend.set(key("a"), version(9), backend.watch(key("a")))).isFalse();
        assertThat(versionOf(backend, "a")).isEqualTo(10);
        assertThat(backend.set(key("a"), version(10), backend.watch(key("a")))).isTrue();
    }

    @Test
    void ofSeveralEntriesTheOutdatedOnesAreRefused() throws Exception {
        CacheBackend backend = backend();
        backend.setMulti(Map.of(key("a"), version(10), key("b"), version(10), key("c"), version(10)), Map.of());
        Map<Object, Held> held = backend.tryAcquireMulti(List.of(key("a"), key("b")));
        Map<Object, CachedValue<?>> entries = new LinkedHashMap<>();
        entries.put(key("a"), version(9)); // with a lock
        entries.put(key("b"), version(11));
        entries.put(key("c"), version(8)); // without
        entries.put(key("d"), version(1));
        entries.put(key("e"), entry(0));

        assertThat(backend.setMulti(entries, held)).containsExactlyInAnyOrder(key("a"), key("c"));

        assertThat(List.of("a", "b", "c", "d", "e"))
                .extracting(name -> versionOf(backend, name))
                .containsExactly(10L, 11L, 10L, 1L, -1L);
        held.values().forEach(handle -> assertThat(handle.release()).isTrue());
    }

    @Test
    void whatWasDeletedHasNoOrder() {
        CacheBackend backend = backend();
        backend.setMulti(Map.of(key("a"), version(10), key("b"), version(10)), Map.of());
        backend.delete(key("a"));
        backend.deleteMulti(List.of(key("b")));

        assertThat(backend.set(key("a"), version(1), null)).isTrue();
        assertThat(backend.set(key("b"), version(1), null)).isTrue();

        assertThat(versionOf(backend, "a")).isEqualTo(1);
    }

    @Test
    void whatNoReaderAcceptsHasNoOrder() {
        CacheBackend backend = backend();
        backend.set(key("a"), CachedValue.of(payload(1), 1L, 7, Map.of()).versioned(10), null);

        assertThat(backend.set(key("a"), version(1), null)).isTrue();
    }

    @Test
    void whatTheRegionInvalidatedHasNoOrder() {
        CacheBackend backend = backend();
        long now = CachedValue.nowMicros(clock);
        backend.set(key("a"), CachedValue.of(payload(2), now).taking(5).versioned(2), null);

        assertThat(backend.set(key("a"), version(1).replacingUntil(now - 6), null))
                .as("it began after the invalidation")
                .isFalse();
        assertThat(backend.set(key("a"), version(1).replacingUntil(now - 5), null))
                .isTrue();
    }

    @Test
    void aStormOfWritersEndsWithTheNewest() throws Exception {
        CacheBackend backend = backend();
        AtomicLong newest = new AtomicLong();

        Crew.work(8, () -> {
            long seen = 0;
            for (int i = 0; i < 100; i++) {
                long version = BEYOND_DOUBLE + ThreadLocalRandom.current().nextInt(100_000);
                newest.accumulateAndGet(version, Math::max);
                boolean written = i % 2 == 0
                        ? backend.set(key("a"), version(version), null)
                        : backend.setMulti(Map.of(key("a"), version(version)), Map.of())
                                .isEmpty();
                long now = versionOf(backend, "a");
                assertThat(now).isGreaterThanOrEqualTo(Math.max(seen, version));
                assertThat(written || now > version).isTrue();
                seen = now;
            }
            return true;
        });

        assertThat(versionOf(backend, "a")).isEqualTo(newest.get());
    }
}
