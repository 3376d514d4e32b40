package io.dogpile.region;

import io.dogpile.backend.CacheBackend;
import io.dogpile.lock.DogpileLock;
import io.dogpile.testing.MutableClock;
import io.dogpile.testing.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Regions for tests. They wait up to a minute, so that a test that must not wait fails by its own, shorter limit. */
final class Regions {

    static final Duration LONG = Duration.ofMinutes(1);

    private Regions() {}

    static RegionConfig.Builder memory() {
        return RegionConfig.builder("memory").waitTimeout(LONG);
    }

    static CacheRegion inMemory() {
        return CacheRegion.of("test", memory().build());
    }

    /** A region whose entries are stale after a minute and may be served for another one. */
    static RegionConfig.Builder expiring(MutableClock clock) {
        return memory().expirationTime(Duration.ofMinutes(1)).clock(clock);
    }

    /** A region on a backend that other regions, standing for other processes, may use too. */
    static CacheRegion on(CacheBackend backend) {
        return CacheRegion.of(
                "test",
                RegionConfig.builder().backend(backend).waitTimeout(LONG).build());
    }

    /** Starts callers one after another and waits until each waits for the creation that is running. */
    static <V> List<Task<V>> joined(int callers, Callable<V> call) {
        List<Task<V>> tasks = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            tasks.add(Task.start("caller-" + i, call));
        }
        tasks.forEach(Task::awaitWaiting);
        return tasks;
    }

    static int waitingWithoutThread(CacheRegion region) {
        return lockOf(region).waitingWithoutThread();
    }

    static DogpileLock lockOf(CacheRegion region) {
        return ((DefaultCacheRegion) region).configured().lock;
    }
}
