package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.Policies;
import io.dogpile.region.RegionConfig;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Task;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readers of a stale value whose successor another process makes: what they cost, and when one of them takes over. */
@Timeout(120)
class StaleReadersTests {

    private static final int READS = 50;
    private static final String FINDING_OUT = "to find out that the lock is taken, anew once messages are heard";
    private static final Map<String, ?> FOR_LONG = Map.of("lock-sleep", "10m");

    private final TestRedis server = TestRedis.shared();
    private final Instances instances = new Instances(server);
    private final RawRedis raw = new RawRedis(server);
    private final AtomicInteger sent = new AtomicInteger();

    @AfterEach
    void close() {
        instances.close();
        raw.close();
    }

    @Test
    void readersAskForALockOnceWhileAnotherHoldsIt() {
        CacheRegion region = stale(FOR_LONG);
        raw.takeLock(instances.lock("key"), Duration.ofMinutes(10));
        sent.set(0);

        for (int i = 0; i < READS; i++) {
            assertThat(region.<String>getOrCreate("key", () -> "unwanted")).isEqualTo("old");
        }

        assertThat(sent).as("looks, and one try for the lock").hasValue(READS + 1);
    }

    @Test
    void soDoThoseWhoDoNotWait() {
        CacheRegion region = stale(FOR_LONG);
        raw.takeLock(instances.lock("key"), Duration.ofMinutes(10));
        await().until(
                        () -> { // nobody waits for the try either
                            int before = sent.get();
                            readAsync(region);
                            return sent.get() == before + 1;
                        });
        sent.set(0);

        for (int i = 0; i < READS; i++) {
            readAsync(region);
        }

        assertThat(sent).as("looks only").hasValue(READS);
    }

    /** A thread that is woken by each read would be in the way of the readers. */
    @Test
    void backgroundThreadsAreNotWokenForThat() {
        AtomicInteger woken = new AtomicInteger();
        Executor background = task -> {
            woken.incrementAndGet();
            task.run();
        };
        CacheRegion region = stale(FOR_LONG, config -> config.asyncCreation(background));
        raw.takeLock(instances.lock("key"), Duration.ofMinutes(10));

        for (int i = 0; i < READS; i++) {
            assertThat(region.<String>getOrCreate("key", () -> "unwanted")).isEqualTo("old");
            readAsync(region);
        }

        assertThat(woken).as(FINDING_OUT).hasValueBetween(1, READS / 10);
    }

    @Test
    void norForRefreshingEarly() {
        AtomicInteger woken = new AtomicInteger();
        Executor background = task -> {
            woken.incrementAndGet();
            task.run();
        };
        CacheRegion region = region(
                FOR_LONG,
                config -> config.expirationTime(Duration.ofMinutes(10))
                        .asyncCreation(background)
                        .policies(Policies.NONE.earlyRefreshThreshold(1e-6)));
        region.set("key", "old");
        raw.takeLock(instances.lock("key"), Duration.ofMinutes(10));
        await().until(() -> {
            assertThat(region.<String>getOrCreate("key", () -> "unwanted")).isEqualTo("old");
            return woken.get() > 0;
        });

        for (int i = 0; i < READS; i++) {
            assertThat(region.<String>getOrCreate("key", () -> "unwanted")).isEqualTo("old");
            readAsync(region);
        }

        assertThat(woken).as(FINDING_OUT).hasValueBetween(1, READS / 10);
    }

    private static void readAsync(CacheRegion region) {
        assertThat(region.<String>getOrCreateAsync("key", () -> {
                            throw new AssertionError("unwanted");
                        })
                        .join())
                .isEqualTo("old");
    }

    @Test
    void oneOfThemTakesOverWhenTheHolderSaysThatItHasFailed() {
        CacheRegion region = stale(FOR_LONG);
        CacheRegion other = region(Map.of());
        Gate gate = new Gate();
        Task<String> failing = Task.start(() -> other.getOrCreate("key", () -> {
            gate.pass();
            throw new IllegalStateException("failed");
        }));
        gate.awaitReached();
        assertThat(region.<String>getOrCreate("key", () -> "unwanted")).isEqualTo("old");

        gate.open();

        assertThat(failing.failure()).hasMessageContaining("failed");
        await().untilAsserted(() ->
                assertThat(region.<String>getOrCreate("key", () -> "new")).isEqualTo("new"));
    }

    @Test
    void oneOfThemTakesOverWhenTheHolderHasGoneWithoutAWord() {
        CacheRegion region = stale(Map.of("lock-sleep", "50ms"));
        raw.takeLock(instances.lock("key"), Duration.ofMinutes(10));
        assertThat(region.<String>getOrCreate("key", () -> "unwanted")).isEqualTo("old");

        raw.commands.del(instances.lock("key"));

        await().untilAsserted(() ->
                assertThat(region.<String>getOrCreate("key", () -> "new")).isEqualTo("new"));
    }

    @Test
    void whoHasNoValueAsksAllTheSame() {
        CacheRegion region = stale(FOR_LONG);
        raw.takeLock(instances.lock("key"), Duration.ofMinutes(10));
        assertThat(region.<String>getOrCreate("key", () -> "unwanted")).isEqualTo("old");
        raw.commands.del(instances.lock("key"), instances.key("key"));

        assertThat(region.<String>getOrCreate("key", () -> "new")).isEqualTo("new");
    }

    @Test
    void nothingIsKeptOfALockThatNobodyAsksForAnyMore() {
        RedisBackend backend = (RedisBackend) instances.backend(Map.of("lock-sleep", "50ms"));
        raw.takeLock(instances.lock("key"), Duration.ofMinutes(10));
        for (int i = 0; i < 3; i++) {
            assertThat(acquired(backend)).isFalse();
        }

        await().untilAsserted(() -> {
            assertThat(backend.locks.taken.count()).isZero();
            assertThat(backend.locks.wakeups.count()).isZero();
        });
    }

    private static boolean acquired(RedisBackend backend) {
        try {
            return backend.mutex("key").tryAcquire(Duration.ZERO).isPresent();
        } catch (InterruptedException interruption) {
            throw new AssertionError(interruption);
        }
    }

    /** A region in which a value is there and stale, and stays so. */
    private CacheRegion stale(Map<String, ?> arguments) {
        return stale(arguments, config -> {});
    }

    private CacheRegion stale(Map<String, ?> arguments, Consumer<RegionConfig.Builder> more) {
        CacheRegion region = region(arguments, more);
        region.set("key", "old");
        await().until(() -> region.get("key") == null);
        return region;
    }

    private CacheRegion region(Map<String, ?> arguments) {
        return region(arguments, config -> {});
    }

    private CacheRegion region(Map<String, ?> arguments, Consumer<RegionConfig.Builder> more) {
        RegionConfig.Builder config = RegionConfig.builder()
                .backend(instances.backendOn(commands -> new CountingCommands(commands, sent), arguments))
                .expirationTime(Duration.ofMillis(1))
                .serveStale(CacheRegion.NEVER);
        more.accept(config);
        return CacheRegion.of("test", config.build());
    }
}
