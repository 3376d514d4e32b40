package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.backend.BackendException;
import io.dogpile.lock.CreationTimeoutException;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.CallOptions;
import io.dogpile.region.RegionConfig;
import io.dogpile.testing.Crew;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Stall;
import io.dogpile.testing.Storm;
import io.dogpile.testing.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers of regions on Redis who don't wait; each region stands for a process. */
@Timeout(120)
class RedisFuturesTests {

    private final TestRedis server = TestRedis.shared();
    private final Instances instances = new Instances(server);
    private final RawRedis raw = new RawRedis(server);
    private final Stall<String> stall = new Stall<>();

    @BeforeEach
    void patience() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        Awaitility.reset();
        instances.close();
        raw.close();
    }

    /** With a time limit for calls that no busy machine exceeds: who exceeds it creates without Redis. */
    private CacheRegion region(UnaryOperator<RegionConfig.Builder> changes) {
        return instances.region(config -> changes.apply(config.argument("socket-timeout", "30s")));
    }

    private static CompletableFuture<String> done(String value) {
        return CompletableFuture.completedFuture(value);
    }

    private void awaitCreator() {
        await().until(() -> stall.calls() > 0);
    }

    @Test
    void oneCreationInAllProcessesWhoeverWaits() {
        List<CacheRegion> regions =
                List.of(region(config -> config), region(config -> config), region(config -> config));
        AtomicInteger creations = new AtomicInteger();
        try (Storm storm = new Storm(60)) {
            for (int round = 1; round <= 10; round++) {
                String key = "round-" + round;
                Storm.Results<String> results = storm.runEach(number -> {
                    CacheRegion region = regions.get(number % regions.size());
                    return number % 2 == 0
                            ? () -> Crew.get(region.getOrCreateAsync(
                                    key,
                                    () -> CompletableFuture.supplyAsync(() -> "value " + creations.incrementAndGet())))
                            : () -> region.getOrCreate(key, () -> "value " + creations.incrementAndGet());
                });

                assertThat(results.failures()).isEmpty();
                assertThat(results.values()).hasSize(60).containsOnly("value " + round);
                assertThat(creations).hasValue(round);
            }
        }
        assertThat(instances.events.lostLocks).isEmpty();
        await().until(() -> raw.keys("_lock" + instances.prefix + "*").isEmpty());
    }

    @Test
    void waitingForAnotherProcessKeepsNoThread() throws Exception {
        AtomicInteger running = new AtomicInteger();
        ExecutorService pool = Executors.newCachedThreadPool();
        Executor counting = task -> pool.execute(() -> {
            running.incrementAndGet();
            try {
                task.run();
            } finally {
                running.decrementAndGet();
            }
        });
        CacheRegion waiting = region(config -> config.futuresExecutor(counting));
        CacheRegion other = region(config -> config);
        CompletableFuture<String> leader = other.getOrCreateAsync("key", stall);
        awaitCreator();
        List<CompletableFuture<?>> futures = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            futures.add(waiting.getOrCreateAsync("key", () -> done("wrong")));
        }
        futures.add(waiting.<String, String>getOrCreateMultiAsync(
                List.of("key", "mine"), keys -> CompletableFuture.completedFuture(Map.of("mine", "of " + keys))));
        await().until(() -> "of [mine]".equals(other.get("mine")));
        await().until(() -> waiting.keyIsLocked("key") && running.get() == 0);

        stall.answer.complete("made by the other");

        assertThat(Crew.get(leader)).isEqualTo("made by the other");
        for (CompletableFuture<?> future : futures.subList(0, 50)) {
            assertThat(Crew.get(future)).isEqualTo("made by the other");
        }
        assertThat(Crew.get(futures.get(50))).isEqualTo(Map.of("key", "made by the other", "mine", "of [mine]"));
        pool.shutdownNow();
    }

    @Test
    void waitingForAnotherProcessEndsAtTheLimit() {
        raw.takeLock(instances.lock("key"), Duration.ofMinutes(5));
        CacheRegion impatient = region(config -> config.waitTimeout(Duration.ofMillis(200)));

        assertThat(impatient.getOrCreateAsync("key", stall))
                .failsWithin(Duration.ofMinutes(1))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(CreationTimeoutException.class)
                .withMessageContaining(RawRedis.FOREIGN_TOKEN);
        assertThat(stall.calls()).isZero();
        raw.commands.del(instances.lock("key"));
    }

    @Test
    void whoHasAStaleValueDoesNotWaitForAnotherProcess() throws Exception {
        CacheRegion region = region(config -> config.expirationTime(Duration.ofHours(1)));
        region.set("key", "old");
        region.invalidate(false);
        raw.takeLock(instances.lock("key"), Duration.ofMinutes(5));

        assertThat(Crew.get(region.getOrCreateAsync("key", stall))).isEqualTo("old");
        assertThat(stall.calls()).isZero();
        raw.commands.del(instances.lock("key")); // without a message, so that it is noticed within lock-sleep
        await().untilAsserted(() -> assertThat(Crew.get(region.getOrCreateAsync("key", () -> done("new"))))
                .isEqualTo("new"));
    }

    @Test
    void aLostLockCostsTheEntryButNotTheValue() throws Exception {
        CacheRegion region = region(config -> config);
        CompletableFuture<String> leader = region.getOrCreateAsync("key", stall);
        awaitCreator();
        raw.commands.del(instances.lock("key")); // as its expiry does
        stall.answer.complete("value");

        assertThat(Crew.get(leader)).isEqualTo("value");
        assertThat(instances.events.lostLocks).hasSize(1);
        assertThat(instances.events.superseded).hasSize(1);
        assertThat(raw.has(instances.key("key"))).isFalse();
    }

    @Test
    void aChangeByAnotherProcessVoidsTheCreation() throws Exception {
        CacheRegion region = region(config -> config);
        CacheRegion elsewhere = region(config -> config);
        CompletableFuture<String> leader = region.getOrCreateAsync("key", stall);
        awaitCreator();
        elsewhere.set("key", "newer");
        stall.answer.complete("older");

        assertThat(Crew.get(leader)).isEqualTo("older");
        assertThat(region.<String>get("key")).isEqualTo("newer");
        assertThat(instances.events.superseded).hasSize(1);
    }

    @Test
    void aContinuationThatBlocksKeepsNobodyElseFromRedis() throws Exception {
        CacheRegion region = region(config -> config);
        region.set("key", "value");
        Gate gate = new Gate();
        List<Task<Void>> blocked = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            blocked.add(Task.start(() -> region.getOrCreateAsync("key", () -> done("wrong"))
                    .thenAccept(value -> {
                        try {
                            gate.pass();
                        } catch (InterruptedException interruption) {
                            throw new AssertionError(interruption);
                        }
                    })
                    .get()));
        }
        gate.awaitReached();

        assertThat(region.<String>get("key")).isEqualTo("value");
        assertThat(Crew.get(region.getOrCreateAsync("new", () -> done("created"))))
                .isEqualTo("created");
        gate.open();
        blocked.forEach(Task::value);
    }

    @Test
    void nothingOfTheCallersRunsOnAThreadOfTheConnection() throws Exception {
        ExecutorService pool = Executors.newCachedThreadPool(task -> new Thread(task, "mine"));
        CacheRegion region = region(config -> config.futuresExecutor(pool));
        List<String> threads = new CopyOnWriteArrayList<>();
        Runnable note = () -> threads.add(Thread.currentThread().getName());
        for (int i = 0; i < 50; i++) {
            String key = "key-" + i % 25;
            Crew.get(region.getOrCreateAsync(key, () -> {
                        note.run();
                        return done("value");
                    })
                    .thenRun(note));
            Crew.get(region.getValueMetadataAsync(key, CallOptions.NONE).thenRun(note));
            Crew.get(region.getOrCreateMultiAsync(List.of(key), keys -> null).thenRun(note));
        }

        assertThat(threads).hasSizeGreaterThan(100);
        assertThat(threads.stream().filter(name -> name.startsWith("lettuce") || name.contains("Delay")))
                .isEmpty();
        pool.shutdownNow();
    }

    @Test
    void anUnreadableEntryIsMissing() throws Exception {
        CacheRegion region = region(config -> config);
        raw.set(instances.key("garbage"), "no envelope");
        raw.commands.lpush(instances.key("list"), new byte[] {1});

        assertThat(Crew.get(region.getValueMetadataAsync("garbage", CallOptions.NONE)))
                .isNull();
        assertThat(Crew.get(region.getValueMetadataAsync("list", CallOptions.NONE)))
                .isNull();
        assertThat(Crew.get(region.getOrCreateAsync("garbage", () -> done("value"))))
                .isEqualTo("value");
        assertThat(region.<String>get("garbage")).isEqualTo("value");
        assertThat(instances.events.unreadable).hasSizeGreaterThan(2);
        assertThat(instances.events.errors).isEmpty();
    }

    @Test
    void everybodyGetsAValueWhileRedisIsDown() throws Exception {
        TestRedis own = TestRedis.start();
        try (Instances there = new Instances(own);
                Storm storm = new Storm(20)) {
            CacheRegion region = there.region();
            region.getOrCreate("before", () -> "value");
            AtomicInteger asked = new AtomicInteger();
            Storm.Results<Integer> results = storm.<Integer>runEach(number -> () -> {
                int right = 0;
                for (int i = 0; i < 30; i++) {
                    if (asked.incrementAndGet() == 200) {
                        own.stop();
                    }
                    String key = "key-" + i;
                    right += Crew.get(region.getOrCreateAsync(key, () -> done("of " + key)))
                                    .equals("of " + key)
                            ? 1
                            : 0;
                    right += Crew.get(region.getOrCreateMultiAsync(
                                            List.of(key),
                                            keys -> CompletableFuture.completedFuture(Map.of(key, "of " + key))))
                                    .equals(Map.of(key, "of " + key))
                            ? 1
                            : 0;
                }
                return right;
            });

            assertThat(results.failures()).isEmpty();
            assertThat(results.values()).hasSize(20).containsOnly(60);
            assertThat(there.events.errors).isNotEmpty().hasOnlyElementsOfType(BackendException.class);
            assertThat(Crew.get(region.getValueMetadataAsync("key", CallOptions.NONE)))
                    .isNull();
        } finally {
            own.stop();
        }
    }

    @Test
    void aServerThatHangsIsGivenUpAfterTheCallsLimit() throws Exception {
        TestRedis own = TestRedis.start();
        try (Instances there = new Instances(own)) {
            CacheRegion region = there.region(config -> config.argument("socket-timeout", "200ms"));
            region.getOrCreate("before", () -> "value");
            try (RawRedis pausing = new RawRedis(own)) {
                pausing.commands.clientPause(3_000);
            }

            assertThat(Crew.get(region.getOrCreateAsync("key", () -> done("value"))))
                    .isEqualTo("value");
            assertThat(there.events.errors.get(0)).hasMessageContaining("did not answer GET within 200 ms");
            assertThat(there.events.errors.get(1)).hasMessageContaining("is left alone");
        } finally {
            own.stop();
        }
    }

    @Test
    void aCreationThatRedisDidNotSeeTheEndOfStillReachesAllWhoWait() throws Exception {
        TestRedis own = TestRedis.start();
        try (Instances there = new Instances(own)) {
            CacheRegion region = there.region();
            CompletableFuture<String> leader = region.getOrCreateAsync("key", stall);
            awaitCreator();
            Task<String> waiting = Task.start(() -> region.getOrCreate("key", () -> "value"));
            waiting.awaitWaiting();
            own.stop();
            stall.answer.complete("value");

            assertThat(Crew.get(leader)).isEqualTo("value");
            assertThat(waiting.value()).isEqualTo("value");
        } finally {
            own.stop();
        }
    }
}
