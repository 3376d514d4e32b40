package io.dogpile.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.backend.Mutex.Held;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The part of {@link CacheBackendContract} that is about locks and what is written under them. */
public abstract class BackendLocksContract extends BackendRetentionContract {

    /** For the suites. */
    protected BackendLocksContract() {}

    @Test
    void equalKeysShareOneMutex() throws Exception {
        CacheBackend backend = backend();
        Held held = acquire(backend, "a");

        assertThat(backend.mutex(new String(key("a"))).tryAcquire(Duration.ZERO))
                .isEmpty();
        assertThat(backend.mutex(key("a")).isLocked()).isTrue();
        assertThat(held.release()).isTrue();
        assertThat(backend.mutex(key("a")).isLocked()).isFalse();
    }

    @Test
    void differentKeysHaveDifferentMutexes() throws Exception {
        CacheBackend backend = backend();
        acquire(backend, "a");

        assertThat(backend.mutex(key("b")).isLocked()).isFalse();
        assertThat(backend.mutex(key("b")).tryAcquire(Duration.ZERO)).isPresent();
    }

    @Test
    void aLockLeavesTheEntryAlone() throws Exception {
        CacheBackend backend = backend();
        backend.set(key("a"), entry(1), null);
        Held held = acquire(backend, "a");

        assertThat(payloadOf(backend.get(key("a"), Object.class))).isEqualTo(payload(1));
        backend.delete(key("a"));
        assertThat(backend.mutex(key("a")).isLocked()).isTrue();
        held.release();
        assertThat(backend.get(key("a"), Object.class)).isNull();
    }

    @Test
    void theFreeOnesOfSeveralLocksAreTakenInOrder() throws Exception {
        CacheBackend backend = backend();
        acquire(backend, "b");

        Map<Object, Held> held = backend.tryAcquireMulti(List.of(key("d"), key("b"), key("a"), key("c")));

        assertThat(held.keySet()).containsExactly(key("d"), key("a"), key("c"));
        for (String name : List.of("d", "a", "c")) {
            assertThat(backend.mutex(key(name)).isLocked()).isTrue();
        }
    }

    @Test
    void locksThatWereTakenTogetherAreReleasedOneByOne() throws Exception {
        CacheBackend backend = backend();
        Map<Object, Held> held = backend.tryAcquireMulti(List.of(key("a"), key("b")));

        assertThat(held.get(key("a")).release()).isTrue();

        assertThat(held.get(key("a")).release()).isFalse();
        assertThat(backend.mutex(key("a")).tryAcquire(Duration.ZERO)).isPresent();
        assertThat(backend.mutex(key("b")).tryAcquire(Duration.ZERO)).isEmpty();
    }

    @Test
    void noKeysMeanNoLocks() throws Exception {
        assertThat(backend().tryAcquireMulti(List.of())).isEmpty();
    }

    @Test
    void theHolderOfTheLockStores() throws Exception {
        CacheBackend backend = backend();
        Held held = acquire(backend, "a");

        assertThat(backend.set(key("a"), entry(1), held)).isTrue();

        assertThat(payloadOf(backend.get(key("a"), Object.class))).isEqualTo(payload(1));
        assertThat(held.release()).isTrue();
    }

    @Test
    void theHolderOfSeveralLocksStoresTheirEntriesTogether() throws Exception {
        CacheBackend backend = backend();
        Map<Object, Held> held = backend.tryAcquireMulti(List.of(key("a"), key("b"), key("c")));
        Map<Object, CachedValue<?>> created = new LinkedHashMap<>();
        created.put(key("a"), entry(1));
        created.put(key("c"), entry(3)); // b has no value

        backend.setMulti(created, held);

        assertThat(backend.getMulti(List.of(key("a"), key("b"), key("c")), Object.class))
                .containsOnlyKeys(key("a"), key("c"));
        held.values().forEach(handle -> assertThat(handle.release()).isTrue());
    }

    @Test
    void entriesWithAndWithoutALockAreWrittenTogether() throws Exception {
        CacheBackend backend = backend();
        Map<Object, Held> held = backend.tryAcquireMulti(List.of(key("a")));

        backend.setMulti(Map.of(key("a"), entry(1), key("b"), entry(2)), held);

        assertThat(backend.getMulti(List.of(key("a"), key("b")), Object.class)).containsOnlyKeys(key("a"), key("b"));
    }

    @Test
    void whatIsJustSetNeedsNoLock() throws Exception {
        CacheBackend backend = backend();
        acquire(backend, "a");

        assertThat(backend.set(key("a"), entry(1), null)).isTrue();

        assertThat(payloadOf(backend.get(key("a"), Object.class))).isEqualTo(payload(1));
    }

    @Test
    void aFenceLeavesEntriesAndLocksAlone() throws Exception {
        CacheBackend backend = backend();
        backend.set(key("a"), entry(1), null);

        KeyFence fence = backend.fence(List.of(key("a"), key("b")));
        assertThat(payloadOf(backend.get(key("a"), Object.class))).isEqualTo(payload(1));
        assertThat(backend.set(key("a"), entry(2), null)).isTrue();
        assertThat(payloadOf(backend.get(key("a"), Object.class))).isEqualTo(payload(2));
        assertThat(acquire(backend, "a").release()).isTrue();
        assertThat(backend.delete(key("a"))).isTrue();
        fence.close();
    }

    @Test
    void afterAFenceTheHolderOfTheLockStores() throws Exception {
        CacheBackend backend = backend();
        Held held = acquire(backend, "a");
        backend.fence(List.of(key("a"))).close();

        assertThat(backend.set(key("a"), entry(1), held)).isTrue();
    }

    @Test
    void whatWasWatchedForIsWritten() {
        CacheBackend backend = backend();

        assertThat(backend.set(key("a"), entry(1), backend.watch(key("a")))).isTrue();

        assertThat(payloadOf(backend.get(key("a"), Object.class))).isEqualTo(payload(1));
        assertThat(backend.mutex(key("a")).isLocked()).isFalse();
    }

    private Held acquire(CacheBackend backend, String name) throws InterruptedException {
        return backend.mutex(key(name)).tryAcquire(Duration.ZERO).orElseThrow();
    }
}
