package io.dogpile.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.dogpile.backend.Mutex.Held;
import io.dogpile.testing.Crew;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What {@link CacheBackend} promises, to be extended by the tests of every backend that keeps entries and elects
 * creators. {@link MutexContract} goes deeper into its mutexes.
 *
 * <pre>{@code
 * class MyBackendTests extends CacheBackendContract {
 *     @Override
 *     protected CacheBackend create(BackendContext context) {
 *         return new MyBackend(context);
 *     }
 * }
 * }</pre>
 */
@Timeout(120)
public abstract class CacheBackendContract extends BackendEntriesContract {

    /** For the suites of backends. */
    protected CacheBackendContract() {}

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
    void manyThreadsReadAndWriteTogether() throws Exception {
        CacheBackend backend = backend();
        List<String> keys = List.of(key("a"), key("b"), key("c"), key("d"));
        AtomicInteger read = new AtomicInteger();

        Crew.work(8, () -> {
            for (int i = 0; i < 200; i++) {
                int number = ThreadLocalRandom.current().nextInt(keys.size());
                Object key = keys.get(number);
                backend.set(key, entry(number), null);
                CachedValue<?> one = backend.get(key, Object.class);
                if (one != null) {
                    assertThat(one.payload()).isEqualTo(payload(number));
                    read.incrementAndGet();
                }
                backend.getMulti(keys, Object.class)
                        .forEach((each, value) -> assertThat(value.payload()).isEqualTo(payload(keys.indexOf(each))));
                if (i % 10 == 0) {
                    backend.deleteMulti(List.of(key));
                }
            }
            return true;
        });

        assertThat(read).hasPositiveValue();
        assertThat(unreadable).isEmpty();
    }

    @Test
    void manyThreadsWriteDifferentKeysWithoutLosingAny() throws Exception {
        CacheBackend backend = backend();
        AtomicInteger next = new AtomicInteger();

        List<List<String>> written = Crew.work(8, () -> {
            List<String> mine = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String key = key("n" + next.incrementAndGet());
                backend.set(key, entry(i), null);
                mine.add(key);
            }
            return mine;
        });

        List<String> all = written.stream().flatMap(List::stream).toList();
        assertThat(backend.getMulti(all, Object.class)).hasSize(400).containsOnlyKeys(all.toArray());
    }

    @Test
    void isItsOwnActualBackendUnlessItIsAProxy() {
        CacheBackend backend = backend();

        assertThat(backend.actualBackend()).isNotInstanceOf(ProxyBackend.class);
        assertThat(backend.actualBackend().actualBackend()).isSameAs(backend.actualBackend());
        if (!(backend instanceof ProxyBackend)) {
            assertThat(backend.actualBackend()).isSameAs(backend);
        }
    }

    @Test
    void canBeClosedTwice() {
        CacheBackend backend = backend();
        backend.set(key("a"), entry(1), null);
        backend.close();

        assertThatCode(backend::close).doesNotThrowAnyException();
    }

    private Held acquire(CacheBackend backend, String name) throws InterruptedException {
        return backend.mutex(key(name)).tryAcquire(Duration.ZERO).orElseThrow();
    }
}
