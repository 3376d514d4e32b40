package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dogpile.testing.Crew;
import io.dogpile.testing.Stall;
import io.dogpile.testing.Storm;
import io.dogpile.testing.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The part of {@link CacheRegionContract} that is about callers who don't wait. */
public abstract class RegionFuturesContract extends RegionCreationContract {

    private static final int CALLERS = 60;

    private final Stall<String> stall = new Stall<>();

    /** For the suites. */
    protected RegionFuturesContract() {}

    private static CompletionStage<String> later(Callable<String> creator) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return creator.call();
            } catch (Exception failure) {
                throw new AssertionError(failure);
            }
        });
    }

    private static <V> V get(CompletableFuture<V> future) throws Exception {
        return Crew.get(future);
    }

    private static Throwable failureOf(CompletableFuture<?> future) {
        try {
            throw new AssertionError("did not fail, answered " + Crew.get(future));
        } catch (ExecutionException failure) {
            return failure.getCause();
        } catch (Exception failure) {
            return failure;
        }
    }

    private void awaitCreator() {
        await().atMost(Duration.ofSeconds(Crew.PATIENCE_SECONDS)).until(() -> stall.calls() > 0);
    }

    @Test
    void aMissingValueIsCreatedOnceForCallersThatDoNotWait() throws Exception {
        CacheRegion region = region();

        assertThat(get(region.getOrCreateAsync(key("a"), () -> later(numbered()))))
                .isEqualTo("value 1");
        assertThat(get(region.getOrCreateAsync(key("a"), () -> later(numbered()))))
                .isEqualTo("value 1");
        assertThat(region.<String>get(key("a"))).isEqualTo("value 1");
        assertThat(get(region.getValueMetadataAsync(key("a"), CallOptions.NONE)).payload())
                .isEqualTo("value 1");
        assertThat(get(region.getValueMetadataAsync(key("b"), CallOptions.NONE)))
                .isNull();
    }

    @Test
    void aNullThatComesLaterIsAValue() throws Exception {
        CacheRegion region = region();

        assertThat(get(region.<String>getOrCreateAsync(key("a"), () -> CompletableFuture.completedFuture(null))))
                .isNull();
        assertThat(get(region.getOrCreateAsync(key("a"), () -> later(numbered()))))
                .isNull();
        assertThat(get(region.getValueMetadataAsync(key("a"), CallOptions.NONE)))
                .isNotNull();
    }

    @Test
    void callersThatWaitAndCallersThatDoNotShareOneCreation() {
        CacheRegion region = region();
        AtomicInteger creations = new AtomicInteger();
        Callable<String> creator = () -> "value " + creations.incrementAndGet();
        try (Storm storm = new Storm(CALLERS)) {
            for (int round = 1; round <= 5; round++) {
                String key = key("round-" + round);
                Storm.Results<Object> results = storm.runEach(number -> switch (number % 4) {
                    case 0 -> () -> region.getOrCreate(key, creator);
                    case 1 -> () -> get(region.getOrCreateAsync(key, () -> later(creator)));
                    case 2 ->
                        () -> get(region.getOrCreateMultiAsync(
                                        List.of(key),
                                        (List<String> keys) -> later(creator).thenApply(value -> Map.of(key, value))))
                                .get(key);
                    default ->
                        () -> region.getOrCreateMulti(List.of(key), (List<String> keys) -> Map.of(key, creator.call()))
                                .get(key);
                });

                assertThat(results.failures()).isEmpty();
                assertThat(results.values()).hasSize(CALLERS).containsOnly("value " + round);
                assertThat(creations).hasValue(round);
            }
        }
    }

    @Test
    void aWaitingCallerJoinsACreationThatKeepsNoThread() throws Exception {
        CacheRegion region = region();
        CompletableFuture<String> first = region.getOrCreateAsync(key("a"), stall);
        awaitCreator();
        assertThat(region.keyIsLocked(key("a"))).isTrue();
        List<Task<String>> waiting = Regions.joined(3, () -> region.getOrCreate(key("a"), numbered()));
        CompletableFuture<String> second = region.getOrCreateAsync(key("a"), () -> later(numbered()));

        stall.answer.complete("shared");

        assertThat(get(first)).isEqualTo("shared");
        assertThat(get(second)).isEqualTo("shared");
        assertThat(waiting).allSatisfy(task -> assertThat(task.value()).isEqualTo("shared"));
        assertThat(region.keyIsLocked(key("a"))).isFalse();
    }

    @Test
    void aFailureIsTheSameForAllWhoWaitedForIt() {
        CacheRegion region = region();
        IllegalStateException boom = new IllegalStateException("boom");
        List<CompletableFuture<String>> futures = new ArrayList<>();
        futures.add(region.getOrCreateAsync(key("a"), stall));
        awaitCreator();
        for (int i = 0; i < CALLERS; i++) {
            futures.add(region.getOrCreateAsync(key("a"), stall));
        }
        List<Task<String>> waiting = Regions.joined(
                3,
                () -> region.getOrCreate(key("a"), () -> {
                    throw boom; // if the read took so long that the flight had landed
                }));

        stall.answer.completeExceptionally(boom);

        assertThat(futures).allSatisfy(future -> assertThat(failureOf(future)).isSameAs(boom));
        assertThat(waiting).allSatisfy(task -> assertThat(task.failure()).isSameAs(boom));
        assertThat(region.getValueMetadata(key("a"))).isNull();
        assertThat(region.keyIsLocked(key("a"))).isFalse();
    }

    @Test
    void aCreatorThatThrowsOrAnswersNoStageHasFailed() throws Exception {
        CacheRegion region = region();
        IllegalStateException boom = new IllegalStateException("boom");

        assertThat(failureOf(region.<String>getOrCreateAsync(key("a"), () -> {
                    throw boom;
                })))
                .isSameAs(boom);
        assertThat(failureOf(region.<String>getOrCreateAsync(key("a"), () -> null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("the creator returned null instead of a CompletionStage");
        assertThat(failureOf(region.<String, String>getOrCreateMultiAsync(
                        List.of(key("a")), keys -> CompletableFuture.completedFuture(null))))
                .hasMessageContaining("null instead of a map");
        assertThat(get(region.getOrCreateAsync(key("a"), () -> later(numbered()))))
                .isEqualTo("value 1");
    }

    @Test
    void whoCancelsOrCompletesItsFutureConcernsNobodyElse() throws Exception {
        CacheRegion region = region();
        CompletableFuture<String> leader = region.getOrCreateAsync(key("a"), stall);
        awaitCreator();
        CompletableFuture<String> cancelled = region.getOrCreateAsync(key("a"), stall);
        CompletableFuture<String> completed = region.getOrCreateAsync(key("a"), stall);
        CompletableFuture<String> patient = region.getOrCreateAsync(key("a"), stall);

        assertThat(leader.cancel(true)).isTrue();
        assertThat(cancelled.cancel(true)).isTrue();
        assertThat(completed.complete("my own")).isTrue();
        stall.answer.complete("created");

        assertThat(get(patient)).isEqualTo("created");
        assertThat(region.<String>get(key("a"))).isEqualTo("created");
    }

    @Test
    void aCreationGoesOnWhenAllWhoWantedItHaveGone() {
        CacheRegion region = region();
        CompletableFuture<String> only = region.getOrCreateAsync(key("a"), stall);
        awaitCreator();
        only.cancel(true);
        stall.answer.complete("created");

        await().until(() -> "created".equals(region.get(key("a"))));
        await().until(() -> !region.keyIsLocked(key("a")));
    }

    @Test
    void aStaleValueIsServedAtOnceWhileItsSuccessorIsMade() throws Exception {
        Duration hour = Duration.ofHours(1);
        CacheRegion region = region(hour);
        region.set(key("a"), "old");
        region.set(key("b"), "old b");
        clock.advance(hour);

        CompletableFuture<String> elected = region.getOrCreateAsync(key("a"), stall);
        awaitCreator();

        assertThat(get(region.getOrCreateAsync(key("a"), () -> later(numbered()))))
                .isEqualTo("old");
        assertThat(region.<String>getOrCreate(key("a"), numbered())).isEqualTo("old");
        assertThat(get(region.<String, String>getOrCreateMultiAsync(
                        List.of(key("a"), key("b")),
                        keys -> CompletableFuture.completedFuture(Map.of(key("b"), "new b")))))
                .containsExactly(Map.entry(key("a"), "old"), Map.entry(key("b"), "new b"));
        stall.answer.complete("new");
        assertThat(get(elected)).isEqualTo("new");
        assertThat(region.<String>get(key("a"))).isEqualTo("new");
    }

    @Test
    void aChangeDuringACreationThatKeepsNoThreadIsNotUndone() throws Exception {
        CacheRegion region = region();
        Map<String, Runnable> changes = Map.of(
                "set", () -> region.set(key("set"), "newer"),
                "delete", () -> region.delete(key("delete")),
                "invalidate", region::invalidate);

        for (String name : changes.keySet()) {
            Stall<String> creator = new Stall<>();
            CompletableFuture<String> before = region.getOrCreateAsync(key(name), creator);
            await().until(() -> creator.calls() == 1);
            CompletableFuture<String> joined = region.getOrCreateAsync(key(name), () -> later(() -> "newest"));
            Objects.requireNonNull(changes.get(name)).run();
            CompletableFuture<String> after = region.getOrCreateAsync(key(name), () -> later(() -> "newest"));
            creator.answer.complete("older");

            assertThat(get(before)).isEqualTo("older");
            assertThat(get(joined)).isIn("older", "newest", "newer"); // if it had not yet joined
            assertThat(get(after)).isEqualTo(name.equals("set") ? "newer" : "newest");
            assertThat(region.<String>get(key(name))).isEqualTo(name.equals("set") ? "newer" : "newest");
        }
    }

    @Test
    void severalKeysAreCreatedTogetherInTheOrderAskedFor() throws Exception {
        CacheRegion region = region();
        region.set(key("b"), "was there");

        Map<String, String> values =
                get(region.getOrCreateMultiAsync(List.of(key("c"), key("b"), key("a")), (List<String> keys) -> {
                    assertThat(keys).containsExactly(key("c"), key("a"));
                    return CompletableFuture.supplyAsync(
                            () -> keys.stream().collect(Collectors.toMap(key -> key, key -> "new " + key)));
                }));

        assertThat(values)
                .containsExactly(
                        Map.entry(key("c"), "new " + key("c")),
                        Map.entry(key("b"), "was there"),
                        Map.entry(key("a"), "new " + key("a")));
        assertThat(region.<String>get(key("a"))).isEqualTo("new " + key("a"));
        assertThat(get(region.getOrCreateMultiAsync(List.of(), (List<String> keys) -> {
                    throw new AssertionError("nothing to create");
                })))
                .isEmpty();
    }

    @Test
    void aBatchCreatesWhatNobodyCreatesAndJoinsTheRest() throws Exception {
        CacheRegion region = region();
        CompletableFuture<String> single = region.getOrCreateAsync(key("b"), stall);
        awaitCreator();
        AtomicInteger asked = new AtomicInteger();
        CompletableFuture<Map<String, String>> batch =
                region.getOrCreateMultiAsync(List.of(key("a"), key("b")), (List<String> keys) -> {
                    assertThat(keys).containsExactly(key("a"));
                    asked.incrementAndGet();
                    return CompletableFuture.completedFuture(Map.of(key("a"), "A"));
                });
        await().until(() -> asked.get() == 1);
        assertThat(batch).isNotDone();
        await().until(() -> "A".equals(region.get(key("a"))));
        stall.answer.complete("B");

        assertThat(get(single)).isEqualTo("B");
        assertThat(get(batch)).containsExactly(Map.entry(key("a"), "A"), Map.entry(key("b"), "B"));
    }

    @Test
    void aFailingBatchThatKeepsNoThreadFailsThoseWhoJoinedForAnyOfItsKeys() {
        CacheRegion region = region();
        IllegalStateException boom = new IllegalStateException("boom");
        CompletableFuture<Map<String, String>> batches = new CompletableFuture<>();
        AtomicInteger asked = new AtomicInteger();
        CompletableFuture<Map<String, String>> first =
                region.getOrCreateMultiAsync(List.of(key("a"), key("b")), (List<String> keys) -> {
                    asked.incrementAndGet();
                    return batches;
                });
        await().until(() -> asked.get() == 1);
        List<Task<String>> waiting = Regions.joined(
                2,
                () -> region.getOrCreate(key("b"), () -> {
                    throw boom; // if the read took so long that the flight had landed
                }));
        batches.completeExceptionally(boom);

        assertThat(failureOf(first)).isSameAs(boom);
        assertThat(waiting).allSatisfy(task -> assertThat(task.failure()).isSameAs(boom));
        assertThatThrownBy(() -> region.getOrCreateAsync(key("c"), () -> {
                            throw boom;
                        })
                        .join())
                .hasCause(boom);
        assertThat(region.keyIsLocked(key("a"))).isFalse();
    }

    @Test
    void aCreatorThatAsksForItsOwnKeyRunsDirectly() throws Exception {
        CacheRegion region = region();

        CompletableFuture<String> value = region.getOrCreateAsync(
                key("a"),
                () -> CompletableFuture.completedFuture("outer of "
                        + region.<String>getOrCreate(key("a"), numbered()) + " and "
                        + region.getOrCreateAsync(key("a"), () -> CompletableFuture.completedFuture("mine"))
                                .join()
                        + " and "
                        + region.<String, String>getOrCreateMultiAsync(
                                        List.of(key("a")),
                                        keys -> CompletableFuture.completedFuture(Map.of(key("a"), "ours")))
                                .join()
                                .values()));

        assertThat(get(value)).isEqualTo("outer of value 1 and mine and [ours]");
        assertThat(region.<String>get(key("a"))).isEqualTo("outer of value 1 and mine and [ours]");
    }
}
