package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dogpile.backend.KeyFence;
import io.dogpile.lock.CreationException;
import io.dogpile.lock.CreatorTimeoutException;
import io.dogpile.testing.Crew;
import io.dogpile.testing.Gate;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class FailureCachingTests extends MemoryFixture {

    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final Policies POLICIES = Policies.NONE.failureExpirationTime(SHORT);
    private static final CallOptions TRYING =
            CallOptions.NONE.following(Policies.NONE.failureExpirationTime(Duration.ZERO));

    private final AtomicInteger calls = new AtomicInteger();
    private final RuntimeException unchecked = new IllegalStateException("out of order");
    private final IOException checked = new IOException("out of order");
    private final CacheRegion region =
            region(builder -> builder.expirationTime(HOUR).serveStale(HOUR).policies(POLICIES));

    @Test
    void aFailureIsServedForItsTimeWithoutTryingAgain() {
        for (int i = 0; i < 3; i++) {
            assertThat(failure("a", unchecked)).isSameAs(unchecked);
        }
        assertThat(calls).hasValue(1);

        clock.advance(SHORT.minusMillis(1));
        assertThat(failure("a", unchecked)).isSameAs(unchecked);
        assertThat(calls).hasValue(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(region.<String>getOrCreate("a", () -> "created")).isEqualTo("created");
    }

    @Test
    void aCheckedFailureIsServedAroundTheSameCause() {
        Throwable first = failure("a", checked);
        Throwable second = failure("a", checked);

        assertThat(second)
                .isInstanceOf(CreationException.class)
                .hasCause(checked)
                .isNotSameAs(first);
        assertThat(calls).hasValue(1);
    }

    @Test
    void whoWantsFailuresWrappedGetsThatOfAnotherWrapped() {
        failure("a", unchecked);

        assertThatThrownBy(() -> region.getOrCreate("a", failing(unchecked), CallOptions.NONE.wrappingFailures()))
                .isInstanceOf(CreationException.class)
                .hasCause(unchecked);
        assertThat(calls).hasValue(1);
    }

    @Test
    void aCrowdAfterAFailureCallsNoCreator() throws Exception {
        failure("a", unchecked);

        List<Throwable> failures = Crew.work(20, () -> failure("a", unchecked));

        assertThat(failures).hasSize(20).containsOnly(unchecked);
        assertThat(calls).hasValue(1);
    }

    @Test
    void otherKeysAreTried() {
        failure("a", unchecked);

        assertThat(region.<String>getOrCreate("b", () -> "created")).isEqualTo("created");
    }

    @Test
    void futuresFailWithIt() {
        CompletableFuture<String> first = region.getOrCreateAsync("a", () -> {
            calls.incrementAndGet();
            return CompletableFuture.failedFuture(checked);
        });
        CompletableFuture<String> second = region.getOrCreateAsync("a", () -> {
            calls.incrementAndGet();
            return CompletableFuture.completedFuture("created");
        });

        assertThat(catchThrowable(first::join))
                .isInstanceOf(CompletionException.class)
                .hasCause(checked);
        assertThat(catchThrowable(second::join))
                .isInstanceOf(CompletionException.class)
                .hasCause(checked);
        assertThat(failure("a", unchecked))
                .describedAs("of whoever comes without a future")
                .isInstanceOf(CreationException.class)
                .hasCause(checked);
        assertThat(calls).hasValue(1);
    }

    @Test
    void aFailingCreatorOfSeveralKeysFailsForEachOfThem() {
        assertThat(failure(List.of("a", "b"))).isSameAs(unchecked);

        assertThat(failure("a", checked)).isSameAs(unchecked);
        assertThat(failure("b", checked)).isSameAs(unchecked);
        assertThat(calls).hasValue(1);
    }

    @Test
    void aCallForSeveralKeysFailsIfOneOfThemJustDid() {
        failure("b", unchecked);
        region.set("there", "there");

        assertThat(failure(List.of("there", "a", "b"))).isSameAs(unchecked);
        assertThat(calls).hasValue(1);
        assertThat(region.<String>getOrCreate("a", () -> "created")).isEqualTo("created");
    }

    @Test
    void futuresOfSeveralKeysFailWithIt() {
        CompletableFuture<Map<String, String>> first =
                region.getOrCreateMultiAsync(List.of("a", "b"), (List<String> keys) -> {
                    calls.incrementAndGet();
                    return CompletableFuture.failedFuture(unchecked);
                });
        assertThat(catchThrowable(first::join)).hasCause(unchecked);

        CompletableFuture<Map<String, String>> second =
                region.getOrCreateMultiAsync(List.of("b", "c"), (List<String> keys) -> {
                    calls.incrementAndGet();
                    return CompletableFuture.completedFuture(Map.of());
                });

        assertThat(catchThrowable(second::join)).hasCause(unchecked);
        assertThat(failure("a", checked)).isSameAs(unchecked);
        assertThat(calls).hasValue(1);
    }

    static List<Consumer<CacheRegion>> changes() {
        return List.of(
                region -> region.delete("a"),
                region -> region.deleteMulti(List.of("a")),
                region -> {
                    region.set("a", "set");
                    region.backend().delete("a");
                },
                region -> {
                    region.setMulti(Map.of("a", "set"));
                    region.backend().delete("a");
                },
                region -> region.invalidate(),
                region -> region.invalidate(false));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangeMakesTheFailureForgotten(Consumer<CacheRegion> change) {
        failure("a", unchecked);

        change.accept(region);

        assertThat(region.<String>getOrCreate("a", () -> "created")).isEqualTo("created");
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aFailureFromBeforeAChangeIsNotRemembered(Consumer<CacheRegion> change) {
        assertThatThrownBy(() -> region.getOrCreate("a", () -> {
                    change.accept(region);
                    throw unchecked;
                }))
                .isSameAs(unchecked);

        assertThat(region.<String>getOrCreate("a", () -> "created")).isEqualTo("created");
    }

    @Test
    void aValueThatWasMadeOutsideMakesTheFailureForgotten() {
        failure("a", unchecked);

        try (KeyWatch watch = region.watch("a")) {
            assertThat(watch.store("watched")).isTrue();
        }
        region.backend().delete("a");

        assertThat(region.<String>getOrCreate("a", () -> "created")).isEqualTo("created");
    }

    @Test
    void aFailureDuringATransactionIsNotRemembered() {
        try (KeyFence fence = region.fence(List.of("a"))) {
            assertThat(failure("a", unchecked)).isSameAs(unchecked);
            assertThat(fence).isNotNull();
        }

        assertThat(region.<String>getOrCreate("a", () -> "created")).isEqualTo("created");
    }

    @Test
    void aSuccessMakesTheFailureForgotten() {
        failure("a", unchecked);
        Callable<String> unstored = () -> {
            CreationContext.current().doNotStore();
            return "unstored";
        };

        assertThat(region.getOrCreate("a", unstored, TRYING)).isEqualTo("unstored");

        assertThat(region.<String>getOrCreate("a", () -> "created")).isEqualTo("created");
    }

    @Test
    void whoWantsToTryTries() {
        failure("a", unchecked);

        assertThat(region.<String>getOrCreate("a", () -> "created", TRYING)).isEqualTo("created");
    }

    @Test
    void aPolicyOfACallIsEnough() {
        CacheRegion plain = region();
        CallOptions remembering = CallOptions.NONE.following(POLICIES);

        assertThatThrownBy(() -> plain.getOrCreate("a", failing(unchecked), remembering))
                .isSameAs(unchecked);
        assertThatThrownBy(() -> plain.getOrCreate("a", failing(checked), remembering))
                .isSameAs(unchecked);
        assertThat(plain.<String>getOrCreate("a", () -> "created")).isEqualTo("created");
    }

    @Test
    void unlessWantedEveryCallerTries() {
        CacheRegion plain = region();

        assertThatThrownBy(() -> plain.getOrCreate("a", failing(unchecked))).isSameAs(unchecked);
        assertThatThrownBy(() -> plain.getOrCreate("a", failing(unchecked))).isSameAs(unchecked);

        assertThat(calls).hasValue(2);
        assertThat(plain.stats().failuresServed()).isZero();
    }

    @Test
    void whoHasAStaleValueTries() {
        region.set("a", "old");
        clock.advance(HOUR);

        assertThat(failure("a", unchecked)).isSameAs(unchecked);
        assertThat(failure("a", unchecked)).isSameAs(unchecked);
        assertThat(calls).hasValue(2);
    }

    @Test
    void errorsAreRememberedIfTheyAreNamed() {
        AssertionError error = new AssertionError("serious");
        assertThat(failure("a", error)).isSameAs(error);
        assertThat(failure("a", error)).isSameAs(error);
        assertThat(calls).hasValue(2);

        CacheRegion named = region(builder -> builder.policies(POLICIES.cachedFailures(List.of(AssertionError.class))));
        assertThatThrownBy(() -> named.getOrCreate("a", failing(error))).isSameAs(error);
        assertThatThrownBy(() -> named.getOrCreate("a", failing(error))).isSameAs(error);
        assertThat(calls).hasValue(3);
    }

    @Test
    void aCreatorThatWasInterruptedSaysNothingAboutItsKey() {
        assertThatThrownBy(() -> region.getOrCreate("a", () -> {
                    Thread.currentThread().interrupt();
                    throw unchecked;
                }))
                .isNotNull();
        assertThat(Thread.interrupted()).isTrue();

        assertThat(region.<String>getOrCreate("a", () -> "created")).isEqualTo("created");
    }

    @Test
    void aCreatorThatRanTooLongIsRemembered() {
        CacheRegion limited = region(builder -> builder.policies(POLICIES.creationTimeout(Duration.ofMillis(50))));
        Gate gate = new Gate();

        Throwable first = catchThrowable(() -> limited.getOrCreate("a", gate.then("late")));
        Throwable second = catchThrowable(() -> limited.getOrCreate("a", failing(unchecked)));
        gate.open();

        assertThat(first).isInstanceOf(CreatorTimeoutException.class);
        assertThat(second).isInstanceOf(CreatorTimeoutException.class);
        assertThat(calls).hasValue(0);
    }

    @Test
    void servedFailuresAreCountedAndTold() {
        List<Object> told = new ArrayList<>();
        CacheRegion counting = region(builder -> builder.policies(POLICIES).listener(new RegionListener() {

            @Override
            public void onFailureServed(String name, Object key) {
                told.add(name + " " + key);
            }
        }));
        for (int i = 0; i < 3; i++) {
            catchThrowable(() -> counting.getOrCreate("a", failing(unchecked)));
        }

        assertThat(counting.stats().failuresServed()).isEqualTo(2);
        assertThat(counting.stats().loadsAvoided()).isEqualTo(2);
        assertThat(counting.stats().creationFailures()).isOne();
        assertThat(told).containsExactly("contract a", "contract a");
    }

    private Throwable failure(String key, Throwable error) {
        return catchThrowable(() -> region.getOrCreate(key, failing(error)));
    }

    private Throwable failure(List<String> keys) {
        return catchThrowable(() -> region.getOrCreateMulti(keys, (List<String> missing) -> {
            calls.incrementAndGet();
            throw unchecked;
        }));
    }

    private Callable<String> failing(Throwable error) {
        return () -> {
            calls.incrementAndGet();
            if (error instanceof Error serious) {
                throw serious;
            }
            throw (Exception) error;
        };
    }
}
