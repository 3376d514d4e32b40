package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.testing.MutableClock;
import io.dogpile.testing.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P11: a creator may use any key. Nothing here may wait for the limit, which is a minute. */
@Timeout(20)
class ReEntrantTests {

    private final CacheRegion region = Regions.inMemory();
    private final CacheRegion second = Regions.inMemory();

    @AfterEach
    void nothingIsLeft() {
        assertThat(Regions.lockOf(region).flightCount()).isZero();
        assertThat(Regions.lockOf(second).flightCount()).isZero();
    }

    @Test
    void aCreatorThatAsksForItsOwnKeyRunsTheInnerCreator() {
        String value = region.getOrCreate("a", () -> "outer of " + region.getOrCreate("a", () -> "inner"));

        assertThat(value).isEqualTo("outer of inner");
        assertThat(region.<String>get("a")).isEqualTo("outer of inner");
    }

    @Test
    void aCreatorThatAsksForItsOwnKeyInABatchGetsItAndStoresTheRest() {
        Map<String, String> inner = new ConcurrentHashMap<>();
        region.getOrCreate("a", () -> {
            inner.putAll(region.getOrCreateMulti(List.of("a", "b"), keys -> Map.of(keys.get(0), "inner")));
            return "outer";
        });

        assertThat(inner).isEqualTo(Map.of("a", "inner", "b", "inner"));
        assertThat(region.<String>get("a")).isEqualTo("outer");
        assertThat(region.<String>get("b")).isEqualTo("inner");
    }

    @Test
    void aCreatorOfABatchThatAsksForOneOfItsKeysRunsTheInnerCreator() {
        Map<String, String> values = region.getOrCreateMulti(
                List.of("a", "b"), keys -> Map.of("a", "outer", "b", region.getOrCreate("a", () -> "inner")));

        assertThat(values).isEqualTo(Map.of("a", "outer", "b", "inner"));
        assertThat(region.<String>get("a")).isEqualTo("outer");
    }

    @Test
    void aWayBackToTheFirstKeyOnOneThreadEnds() {
        String value = region.getOrCreate(
                "a",
                () -> "a(" + region.getOrCreate("b", () -> "b(" + region.getOrCreate("a", () -> "end") + ")") + ")");

        assertThat(value).isEqualTo("a(b(end))");
        assertThat(region.<String>get("b")).isEqualTo("b(end)");
    }

    @Test
    void twoThreadsThatWantEachOthersKeysEnd() {
        circle(List.of(region, region), false);
    }

    @Test
    void twoThreadsThatWantEachOthersKeysInBatchesEnd() {
        circle(List.of(region, region), true);
    }

    @Test
    void aCircleOverTwoRegionsEnds() {
        circle(List.of(region, second), false);
    }

    @Test
    void aCircleOfThreeThreadsEnds() {
        circle(List.of(region, region, region), false);
    }

    /** The thread of each number creates the key of that number and, in its creator, wants the next one's. */
    private void circle(List<CacheRegion> regions, boolean batches) {
        int size = regions.size();
        for (int round = 0; round < 100; round++) {
            int run = round;
            CyclicBarrier allCreating = new CyclicBarrier(size);
            List<Task<String>> tasks = new ArrayList<>();
            for (int number = 0; number < size; number++) {
                int next = (number + 1) % size;
                String key = "key-" + run + "-" + number;
                String wanted = "key-" + run + "-" + next;
                CacheRegion own = regions.get(number);
                tasks.add(Task.start(() -> own.getOrCreate(key, () -> {
                    allCreating.await();
                    return "outer " + want(regions.get(next), wanted, batches);
                })));
            }
            assertThat(tasks).allSatisfy(task -> assertThat(task.value()).startsWith("outer "));
            assertThat(tasks).anySatisfy(task -> assertThat(task.value()).isEqualTo("outer inner"));
            for (int number = 0; number < size; number++) {
                assertThat(regions.get(number).<String>get("key-" + run + "-" + number))
                        .isEqualTo(tasks.get(number).value());
            }
        }
    }

    private static String want(CacheRegion region, String key, boolean batch) {
        return batch
                ? region.getOrCreateMulti(List.of(key), keys -> Map.of(key, "inner"))
                        .get(key)
                : region.getOrCreate(key, () -> "inner");
    }

    @Test
    void whoCreatesForItselfInVainGetsThePreviousValue() {
        MutableClock clock = new MutableClock();
        CacheRegion forgiving = CacheRegion.of(
                "forgiving",
                Regions.expiring(clock)
                        .serveStale(Duration.ZERO)
                        .policies(Policies.NONE.serveStaleOnError(Duration.ofHours(1)))
                        .build());
        IOException broken = new IOException("broken");
        List<Supplier<String>> ways = List.of(
                () -> forgiving.getOrCreate("key", () -> {
                    throw broken;
                }),
                () -> forgiving
                        .<String, String>getOrCreateMulti(List.of("key"), keys -> {
                            throw broken;
                        })
                        .get("key"),
                () -> forgiving
                        .<String>getOrCreateAsync("key", () -> CompletableFuture.failedFuture(broken))
                        .join(),
                () -> forgiving
                        .<String, String>getOrCreateMultiAsync(
                                List.of("key"), keys -> CompletableFuture.failedFuture(broken))
                        .join()
                        .get("key"));
        for (Supplier<String> way : ways) {
            forgiving.delete("key");
            assertThatThrownBy(() -> forgiving.getOrCreate("key", () -> "outer " + way.get()))
                    .hasRootCause(broken);

            forgiving.set("key", "previous");
            clock.advance(Duration.ofMinutes(1));
            assertThat(forgiving.getOrCreate("key", () -> "outer " + way.get())).isEqualTo("outer previous");
        }
    }

    @Test
    void whoHasJustCreatedAKeyJoinsACreationThatWasWaitingForIt() {
        AtomicInteger running = new AtomicInteger();
        for (int round = 0; round < 500; round++) {
            String a = "a" + round;
            String b = "b" + round;
            CyclicBarrier bothCreating = new CyclicBarrier(2);
            Task<String> waiting = Task.start(() -> region.getOrCreate(b, () -> {
                assertThat(running.incrementAndGet()).isEqualTo(1);
                bothCreating.await();
                String value = "b of " + region.getOrCreate(a, () -> "unwanted");
                running.decrementAndGet();
                return value;
            }));
            Task<String> first = Task.start(() -> {
                region.getOrCreate(a, () -> {
                    bothCreating.await();
                    waiting.awaitWaiting();
                    return "a";
                });
                return region.getOrCreate(b, () -> "side by side: " + running.incrementAndGet());
            });
            assertThat(first.value()).isEqualTo("b of a");
            assertThat(waiting.value()).isEqualTo("b of a");
        }
    }
}
