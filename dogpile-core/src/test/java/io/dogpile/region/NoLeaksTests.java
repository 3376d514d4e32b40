package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.KeyFence;
import io.dogpile.backend.LocalMutexes;
import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.ProxyBackend;
import io.dogpile.lock.CreationTimeoutException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P12: nothing per key remains when nobody holds it. A million keys pass through a region of a hundred. */
@Timeout(60)
class NoLeaksTests {

    private static final int KEYS = 1_000_000;
    private static final int KINDS = 9;
    private static final IllegalStateException FAILURE = new IllegalStateException("no database");

    private final LocalMutexes mutexes = new LocalMutexes();
    private final CacheRegion region = CacheRegion.of(
            "test",
            RegionConfig.builder("memory")
                    .argument("maximum-size", 100)
                    .waitTimeout(Duration.ZERO)
                    .wrap(backend -> new CountedMutexes(backend, mutexes))
                    .build());

    @Test
    void aMillionKeysLeaveNothingBehind() throws Exception {
        use(0, 10_000);
        long before = liveInstances();

        use(10_000, KEYS);

        assertThat(Regions.lockOf(region).flightCount()).isZero();
        assertThat(mutexes.heldCount()).isZero();
        assertThat(liveInstances())
                .as("instances of io.dogpile classes, and of the tables' nodes")
                .isLessThan(before + 1_000);
    }

    private void use(int from, int to) throws Exception {
        for (int key = from; key < to; key++) {
            use(key);
        }
    }

    private void use(int key) throws Exception {
        switch (key % KINDS) {
            case 0 -> region.getOrCreate(key, () -> "value");
            case 1 -> region.set(key, "value");
            case 2 -> region.delete(key);
            case 3 -> fail(key);
            case 4 -> region.getOrCreateMulti(List.of(key, -key), keys -> Map.of(key, "value"));
            case 5 ->
                region.getOrCreate(key, () -> {
                    region.set(key, "other");
                    return region.getOrCreate(key + KEYS, () -> "nested");
                });
            case 6 -> region.deleteMulti(List.of(key, -key));
            case 7 -> {
                KeyFence fence = region.fence(List.of(key, -key));
                region.getOrCreate(key, () -> "not stored");
                fence.close();
                KeyWatch watch = region.watch(key);
                watch.store("watched");
                watch.close();
            }
            default -> invalidateOrTimeOut(key);
        }
    }

    private void fail(int key) {
        try {
            region.getOrCreate(key, () -> {
                throw FAILURE;
            });
        } catch (IllegalStateException expected) {
            assertThat(expected == FAILURE).isTrue();
        }
    }

    private void invalidateOrTimeOut(int key) throws Exception {
        if (key % 1_024 != 7) {
            region.invalidate(key % 128 < 64);
            return;
        }
        Held elsewhere = mutexes.mutex(key).tryAcquire(Duration.ZERO).orElseThrow();
        assertThatThrownBy(() -> region.getOrCreate(key, () -> "value")).isInstanceOf(CreationTimeoutException.class);
        elsewhere.release();
    }

    /** Counts after a full collection, which the command brings about. */
    private static long liveInstances() throws Exception {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .map(line -> line.trim().split("\\s+"))
                .filter(columns -> columns.length >= 4
                        && (columns[3].startsWith("io.dogpile.")
                                || columns[3].equals("java.util.concurrent.ConcurrentHashMap$Node")))
                .mapToLong(columns -> Long.parseLong(columns[1]))
                .sum();
    }

    private static final class CountedMutexes extends ProxyBackend {

        private final LocalMutexes mutexes;

        CountedMutexes(CacheBackend proxied, LocalMutexes mutexes) {
            super(proxied);
            this.mutexes = mutexes;
        }

        @Override
        public Mutex mutex(Object key) {
            return mutexes.mutex(key);
        }

        @Override
        public Map<Object, Held> tryAcquireMulti(Collection<?> keys) throws InterruptedException {
            Map<Object, Held> held = new LinkedHashMap<>();
            for (Object key : keys) {
                mutex(key).tryAcquire(Duration.ZERO).ifPresent(handle -> held.put(key, handle));
            }
            return held;
        }
    }
}
