package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.dogpile.lock.CreationTimeoutException;
import io.dogpile.testing.Gate;
import io.dogpile.testing.MutableClock;
import io.dogpile.testing.Storm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a region counts is what happened, to the unit. */
@Timeout(60)
class StatsTests {

    private static final int CALLERS = 50;

    private final MutableClock clock = new MutableClock();

    @Test
    void aStormOnAMissingKeyIsOneCreationAndTheRestAvoidedLoads() {
        CacheRegion region = region(builder -> builder);
        Gate gate = new Gate();
        storm(region, gate.then("value"), gate);

        RegionStats stats = region.stats();
        assertThat(stats.creations()).isEqualTo(1);
        assertThat(stats.joined()).isEqualTo(CALLERS - 1);
        assertThat(stats.loadsAvoided()).isEqualTo(CALLERS - 1);
        assertThat(stats.misses()).isEqualTo(CALLERS);
        assertThat(stats.hits()).isZero();
        assertThat(stats.puts()).isEqualTo(1);
        assertThat(stats.longestCreation()).isPositive();
    }

    @Test
    void aStormOnAFailingCreatorIsOneFailureAndTheRestAvoidedLoads() {
        CacheRegion region = region(builder -> builder);
        Gate gate = new Gate();
        storm(
                region,
                () -> {
                    gate.pass();
                    throw new IllegalStateException("no");
                },
                gate);

        assertThat(region.stats().creationFailures()).isEqualTo(1);
        assertThat(region.stats().creations()).isZero();
        assertThat(region.stats().loadsAvoided()).isEqualTo(CALLERS - 1);
        assertThat(region.stats().puts()).isZero();
    }

    @Test
    void everyCallWithoutAFreshValueCreatesOrAvoidsThat() {
        CacheRegion region = region(builder -> builder.expirationTime(Duration.ofSeconds(10)));
        try (Storm storm = new Storm(CALLERS)) {
            for (int round = 0; round < 200; round++) {
                String key = "key " + round % 3;
                clock.advance(Duration.ofSeconds(round % 10 == 0 ? 30 : 6)); // missing, or stale
                assertThat(storm.run(() -> region.getOrCreate(key, () -> "value"))
                                .failures())
                        .isEmpty();
            }
        }
        RegionStats stats = region.stats();
        assertThat(stats.hits() + stats.misses()).isEqualTo(200L * CALLERS);
        assertThat(stats.creations() + stats.loadsAvoided()).isEqualTo(stats.misses());
        assertThat(stats.creations()).isBetween(3L, 200L);
    }

    @Test
    void everyKeyOfABatchIsCreatedOrAvoided() {
        CacheRegion region = region(builder -> builder.expirationTime(Duration.ofSeconds(10)));
        List<Integer> keys = List.of(1, 2, 3, 4, 5);
        List<Integer> created = new ArrayList<>();
        try (Storm storm = new Storm(8)) {
            for (int round = 0; round < 100; round++) {
                clock.advance(Duration.ofSeconds(7));
                storm.run(() -> region.getOrCreateMulti(keys, missing -> {
                    synchronized (created) {
                        created.addAll(missing);
                    }
                    Map<Integer, String> values = new HashMap<>();
                    missing.forEach(key -> values.put(key, "value"));
                    return values;
                }));
            }
        }
        RegionStats stats = region.stats();
        assertThat(stats.hits() + stats.misses()).isEqualTo(100L * 8 * keys.size());
        assertThat(created.size() + stats.loadsAvoided()).isEqualTo(stats.misses());
        assertThat(stats.puts()).isLessThanOrEqualTo(created.size()).isPositive();
    }

    @Test
    void callersOfAStaleValueAvoidItsCreationExceptTheOneWhoIsElected() {
        CacheRegion region = region(builder -> builder.expirationTime(Duration.ofSeconds(10)));
        region.set("key", "old");
        clock.advance(Duration.ofSeconds(11));
        Gate gate = new Gate();
        Thread elected = new Thread(() -> region.getOrCreate("key", gate.then("new")));
        elected.start();
        gate.awaitReached();

        assertThat(region.<String>getOrCreate("key", () -> "never")).isEqualTo("old");
        gate.open();
        join(elected);

        assertThat(region.stats().staleServed()).isEqualTo(1);
        assertThat(region.stats().loadsAvoided()).isEqualTo(1);
        assertThat(region.stats().creations()).isEqualTo(1);
    }

    @Test
    void aCreationInTheBackgroundIsNoAvoidedLoad() {
        CacheRegion region =
                region(builder -> builder.expirationTime(Duration.ofSeconds(10)).asyncCreation(Runnable::run));
        region.set("key", "old");
        clock.advance(Duration.ofSeconds(11));

        assertThat(region.<String>getOrCreate("key", () -> "new")).isEqualTo("old");

        assertThat(region.stats().staleServed()).isEqualTo(1);
        assertThat(region.stats().creations()).isEqualTo(1);
        assertThat(region.stats().loadsAvoided()).isZero();
    }

    @Test
    void aRefusedCreationIsNoFailedOne() {
        CacheRegion region =
                region(builder -> builder.expirationTime(Duration.ofSeconds(10)).asyncCreation(task -> {
                    throw new RejectedExecutionException("full");
                }));
        region.set("key", "old");
        region.set("other", "old");
        clock.advance(Duration.ofSeconds(11));

        region.getOrCreate("key", () -> "new");
        region.getOrCreateMulti(List.of("other"), keys -> Map.of("other", "new"));

        assertThat(region.stats().backgroundRejections()).isEqualTo(2);
        assertThat(region.stats().backgroundFailures()).isZero();
    }

    @Test
    void aFailedCreationInTheBackgroundIsNoRefusedOne() {
        CacheRegion region =
                region(builder -> builder.expirationTime(Duration.ofSeconds(10)).asyncCreation(Runnable::run));
        region.set("key", "old");
        clock.advance(Duration.ofSeconds(11));

        region.getOrCreate("key", () -> {
            throw new IllegalStateException("no");
        });

        assertThat(region.stats().backgroundFailures()).isEqualTo(1);
        assertThat(region.stats().backgroundRejections()).isZero();
        assertThat(region.stats().creationFailures()).isEqualTo(1);
    }

    @Test
    void givingUpIsATimeoutAndNoAvoidedLoad() {
        CacheRegion region = region(builder -> builder.waitTimeout(Duration.ofMillis(20)));
        Gate gate = new Gate();
        Thread creator = new Thread(() -> region.getOrCreate("key", gate.then("value")));
        creator.start();
        gate.awaitReached();

        assertThatExceptionOfType(CreationTimeoutException.class)
                .isThrownBy(() -> region.getOrCreate("key", () -> "never"));
        assertThatExceptionOfType(CreationTimeoutException.class)
                .isThrownBy(() -> region.getOrCreateMulti(List.of("key"), keys -> Map.of()));

        assertThat(region.stats().waitTimeouts()).isEqualTo(2);
        assertThat(region.stats().loadsAvoided()).isZero();
        assertThat(region.stats().joined()).isZero();
        gate.open();
        join(creator);
    }

    @Test
    void asynchronousCallersAreCountedLikeBlockingOnes() {
        CacheRegion region = region(builder -> builder.expirationTime(Duration.ofSeconds(10)));
        CompletableFuture<String> creator = new CompletableFuture<>();
        List<CompletableFuture<String>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(region.getOrCreateAsync("key", () -> creator));
        }
        creator.complete("value");
        callers.forEach(CompletableFuture::join);
        region.getOrCreateAsync("key", () -> creator).join();
        region.getOrCreateMultiAsync(
                        List.of("key", "a", "b"), keys -> CompletableFuture.completedFuture(Map.of("a", "1", "b", "2")))
                .join();

        RegionStats stats = region.stats();
        assertThat(stats.hits()).isEqualTo(2);
        assertThat(stats.misses()).isEqualTo(CALLERS + 2);
        assertThat(stats.creations()).isEqualTo(2);
        assertThat(stats.joined()).isEqualTo(CALLERS - 1);
        assertThat(stats.loadsAvoided()).isEqualTo(CALLERS - 1);
    }

    @Test
    void asynchronousCallersOfAStaleValueAreCountedLikeBlockingOnes() {
        CacheRegion region = region(builder -> builder.expirationTime(Duration.ofSeconds(10)));
        region.set("key", "old");
        clock.advance(Duration.ofSeconds(11));
        CompletableFuture<String> creator = new CompletableFuture<>();
        CompletableFuture<String> elected = region.getOrCreateAsync("key", () -> creator);

        assertThat(region.<String>getOrCreateAsync("key", () -> creator).join()).isEqualTo("old");
        assertThat(region.<String, String>getOrCreateMultiAsync(
                                List.of("key"), keys -> CompletableFuture.failedFuture(new AssertionError()))
                        .join())
                .containsEntry("key", "old");
        creator.complete("new");
        assertThat(elected.join()).isEqualTo("new");

        assertThat(region.stats().staleServed()).isEqualTo(2);
        assertThat(region.stats().loadsAvoided()).isEqualTo(2);
        assertThat(region.stats().creations()).isEqualTo(1);
    }

    @Test
    void anAsynchronousCallerWhoGivesUpIsATimeout() {
        CacheRegion region = region(builder -> builder.waitTimeout(Duration.ofMillis(20)));
        CompletableFuture<String> creator = new CompletableFuture<>();
        region.getOrCreateAsync("key", () -> creator);

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> region.getOrCreateAsync("key", () -> creator).join())
                .withCauseInstanceOf(CreationTimeoutException.class);

        assertThat(region.stats().waitTimeouts()).isEqualTo(1);
        assertThat(region.stats().loadsAvoided()).isZero();
        creator.complete("value");
    }

    @Test
    void readsAreHitsAndMisses() {
        CacheRegion region = region(builder -> builder);
        region.setMulti(Map.of("a", 1, "b", 2));

        region.get("a");
        region.getValueMetadata("b");
        region.get("c");
        region.getMulti(List.of("a", "b", "c", "d"));
        region.getOrCreate("a", () -> 0);

        assertThat(region.stats().hits()).isEqualTo(5);
        assertThat(region.stats().misses()).isEqualTo(3);
        assertThat(region.stats().puts()).isEqualTo(2);
    }

    @Test
    void whoHasLookedIsCountedOnce() {
        CacheRegion region = region(builder -> builder);

        region.get("key");
        region.getOrCreate("key", () -> "value", CallOptions.NONE.havingLooked());

        assertThat(region.stats().misses()).isEqualTo(1);
        assertThat(region.stats().hits()).isZero();
    }

    @Test
    void lookupsAreNotCountedUnlessWanted() {
        CacheRegion region = CacheRegion.of("test", Regions.memory().build());
        region.getOrCreate("key", () -> "value");
        region.getOrCreate("key", () -> "value");

        assertThat(region.stats().lookups()).isFalse();
        assertThat(region.stats().hits()).isZero();
        assertThat(region.stats().misses()).isZero();
        assertThat(region.stats().creations()).isEqualTo(1);
    }

    @Test
    void runningCreationsAreListedFromTheOldest() {
        CacheRegion region = region(builder -> builder);
        assertThat(region.runningCreations(10)).isEmpty();
        Gate gate = new Gate();
        List<Thread> threads = new ArrayList<>();
        for (String key : List.of("first", "second", "third")) {
            Gate reached = new Gate();
            Thread thread = new Thread(
                    () -> region.getOrCreate(key, () -> {
                        reached.open();
                        gate.pass();
                        return key;
                    }),
                    "creator of " + key);
            threads.add(thread);
            thread.start();
            try {
                reached.pass();
            } catch (InterruptedException interruption) {
                throw new AssertionError(interruption);
            }
        }

        assertThat(region.runningCreationCount()).isEqualTo(3);
        assertThat(region.runningCreations(2))
                .satisfiesExactly(
                        creation -> {
                            assertThat(creation.key()).isEqualTo("first");
                            assertThat(creation.thread()).isEqualTo("creator of first");
                            assertThat(creation.running()).isPositive();
                        },
                        creation -> assertThat(creation.key()).isEqualTo("second"));
        gate.open();
        threads.forEach(StatsTests::join);
        assertThat(region.runningCreations(10)).isEmpty();
    }

    @Test
    void aQueuedCreationHasNoThread() {
        AtomicReference<Runnable> queue = new AtomicReference<>();
        CacheRegion region =
                region(builder -> builder.expirationTime(Duration.ofSeconds(10)).asyncCreation(queue::set));
        region.set("key", "old");
        clock.advance(Duration.ofSeconds(11));
        region.getOrCreate("key", () -> "new");

        assertThat(region.runningCreations(10))
                .singleElement()
                .satisfies(creation -> assertThat(creation.thread()).isNull());
        queue.get().run();
        assertThat(region.runningCreations(10)).isEmpty();
    }

    @Test
    void settingsAreThoseOfTheConfiguration() {
        CacheRegion region = CacheRegion.of(
                "test",
                RegionConfig.builder("memory")
                        .argument("maximum-size", 7)
                        .expirationTime(Duration.ofMinutes(5))
                        .valueType(String.class)
                        .build());
        assertThat(region.settings())
                .containsEntry("backend", "memory")
                .containsEntry("expiration-time", Duration.ofMinutes(5))
                .containsEntry("serve-stale", Duration.ofMinutes(5))
                .containsEntry("wait-timeout", Duration.ofSeconds(30))
                .containsEntry("value-type", "java.lang.String")
                .containsEntry("record-stats", false)
                .doesNotContainKey("arguments");
    }

    private CacheRegion region(UnaryOperator<RegionConfig.Builder> settings) {
        return CacheRegion.of(
                "test",
                settings.apply(Regions.memory().clock(clock).recordStats(true)).build());
    }

    /** Opens the gate when all others wait. */
    private static void storm(CacheRegion region, Callable<String> creator, Gate gate) {
        try (Storm storm = new Storm(CALLERS)) {
            Thread opener = new Thread(() -> {
                gate.awaitReached();
                await().until(() -> waitingThreads() == CALLERS - 1);
                gate.open();
            });
            opener.start();
            storm.run(() -> region.getOrCreate("key", creator));
            join(opener);
        }
    }

    /** How many threads of the storm are in a timed wait, which only those are that joined. */
    private static long waitingThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("storm") && thread.getState() == Thread.State.TIMED_WAITING)
                .count();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interruption) {
            throw new AssertionError(interruption);
        }
    }
}
