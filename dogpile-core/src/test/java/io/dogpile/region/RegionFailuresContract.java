package io.dogpile.region;

import static io.dogpile.region.Making.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.lock.CreationRejectedException;
import io.dogpile.lock.CreationTimeoutException;
import io.dogpile.lock.CreatorTimeoutException;
import io.dogpile.testing.Crew;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What slow, failing and hanging creators do to their callers under policies, for every backend and way of calling. */
public abstract class RegionFailuresContract extends RegionLimitsContract {

    /** For the suites. */
    protected RegionFailuresContract() {}

    @ParameterizedTest
    @EnumSource
    void aFailingCreatorsCallersGetThePreviousValue(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE.serveStaleOnError(Duration.ofHours(1)));
        region.set(key("k"), "old");
        clock.advance(Duration.ofMinutes(3)); // past the time in which it is served while its successor is made

        assertThat(get(way, region, key("k"), Making.failing(new IOException("down"))))
                .isEqualTo("old");
        assertThat(region.stats().servedOnError()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aFailureSurfacesWithoutThePolicyAndPastItsWindow(Way way) {
        CacheRegion region = region(Policies.NONE);
        CacheRegion serving = region(Policies.NONE.serveStaleOnError(Duration.ofHours(1)));
        region.set(key("k"), "old");
        clock.advance(Duration.ofMinutes(3));
        assertThatThrownBy(() -> get(way, region, key("k"), Making.failing(BOOM)))
                .isSameAs(BOOM);

        serving.set(key("k"), "old");
        clock.advance(Duration.ofMinutes(61).plusSeconds(1));
        assertThatThrownBy(() -> get(way, serving, key("k"), Making.failing(BOOM)))
                .isSameAs(BOOM);
    }

    @ParameterizedTest
    @EnumSource
    void afterAFailureNobodyTriesForAWhileThatGrows(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE
                .serveStaleOnError(Duration.ofHours(1))
                .retryBackoff(SECOND)
                .maximumRetryBackoff(Duration.ofSeconds(3)));
        region.set(key("k"), "old");
        clock.advance(MINUTE);
        AtomicInteger calls = new AtomicInteger();
        Supplier<CompletableFuture<String>> failing = () -> {
            calls.incrementAndGet();
            return CompletableFuture.failedFuture(BOOM);
        };

        List<Integer> callsAfterEachSecond = new ArrayList<>();
        for (int second = 0; second < 11; second++) {
            assertThat(get(way, region, key("k"), failing)).isEqualTo("old");
            assertThat(get(way, region, key("k"), failing)).isEqualTo("old");
            callsAfterEachSecond.add(calls.get());
            clock.advance(SECOND);
        }

        assertThat(callsAfterEachSecond).containsExactly(1, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5);
        clock.advance(Duration.ofSeconds(3));
        assertThat(get(way, region, key("k"), Making.of("new"))).isEqualTo("new");
        assertThat(region.<String>get(key("k"))).isEqualTo("new");
        assertThat(region.getValueMetadata(key("k")).failures()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aChangeEndsTheBackOff(Way way) throws Exception {
        CacheRegion region =
                region(Policies.NONE.serveStaleOnError(Duration.ofHours(1)).retryBackoff(MINUTE));
        region.set(key("k"), "old");
        clock.advance(MINUTE);
        get(way, region, key("k"), Making.failing(BOOM));

        region.delete(key("k"));

        assertThat(get(way, region, key("k"), Making.of("new"))).isEqualTo("new");
    }

    @ParameterizedTest
    @EnumSource
    void aChangeDuringACreationThatFailsIsAnsweredInPlaceOfThePreviousValue(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE.serveStaleOnError(Duration.ofHours(1)));
        region.set(key("k"), "old");
        clock.advance(Duration.ofMinutes(3));

        assertThat(get(way, region, key("k"), () -> {
                    region.set(key("k"), "newer");
                    return CompletableFuture.failedFuture(BOOM);
                }))
                .isEqualTo("newer");
        assertThat(region.getValueMetadata(key("k")).failures()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aChangeDuringACreationThatIsEndedIsAnsweredInPlaceOfThePreviousValue(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE.creationTimeout(SECOND).serveStaleOnError(Duration.ofHours(1)));
        region.set(key("k"), "old");
        clock.advance(Duration.ofMinutes(3));
        Making making = new Making();
        CompletableFuture<String> hung = way.ask(region, key("k"), making, CallOptions.NONE);
        making.call(1);
        awaitAlarms(1, SECOND);

        region.set(key("k"), "newer");
        timer.advance(SECOND);

        assertThat(get(hung)).isEqualTo("newer");
    }

    @ParameterizedTest
    @EnumSource
    void aValueThatIsDeletedDuringACreationThatFailsIsAnsweredAllTheSame(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE.serveStaleOnError(Duration.ofHours(1)));
        region.set(key("k"), "old");
        clock.advance(Duration.ofMinutes(3));

        assertThat(get(way, region, key("k"), () -> {
                    region.delete(key("k"));
                    return CompletableFuture.failedFuture(BOOM);
                }))
                .isEqualTo("old");
        assertThat(region.getValueMetadata(key("k"))).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void hardInvalidatedValuesAreNotServedInPlaceOfFailures(Way way) {
        CacheRegion region = region(Policies.NONE.serveStaleOnError(Duration.ofHours(1)));
        region.set(key("k"), "old");

        region.invalidate(true);

        assertThatThrownBy(() -> get(way, region, key("k"), Making.failing(BOOM)))
                .isSameAs(BOOM);
    }

    @ParameterizedTest
    @EnumSource
    void pastTheSoftLimitTheCallerHasTheOldValueAndTheNewOneIsStoredLater(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE.creationSoftTimeout(SECOND));
        region.set(key("k"), "old");
        clock.advance(MINUTE);
        Making making = new Making();

        CompletableFuture<String> answer = way.ask(region, key("k"), making, CallOptions.NONE);
        CompletableFuture<String> creation = making.call(1);
        awaitAlarms(1, SECOND);
        assertThat(answer).isNotDone();
        timer.advance(SECOND);

        assertThat(get(answer)).isEqualTo("old");
        creation.complete("new");
        soon().untilAsserted(() -> assertThat(region.<String>get(key("k"))).isEqualTo("new"));
    }

    @ParameterizedTest
    @EnumSource
    void aCreationThatEndsWithinTheSoftLimitAnswersItsCaller(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE.creationSoftTimeout(SECOND));
        region.set(key("k"), "old");
        clock.advance(MINUTE);

        assertThat(get(way, region, key("k"), Making.of("new"))).isEqualTo("new");
    }

    @ParameterizedTest
    @EnumSource
    void thoseWhoWaitForAnotherLeaveAtTheSoftLimitToo(Way way) throws Exception {
        CacheRegion region =
                region(Policies.NONE.serveStaleOnError(Duration.ofHours(1)).creationSoftTimeout(SECOND));
        region.set(key("k"), "old");
        clock.advance(Duration.ofMinutes(3));
        Making making = new Making();
        CompletableFuture<String> leader = way.ask(region, key("k"), making, CallOptions.NONE);
        making.call(1);
        CompletableFuture<String> joined = way.ask(region, key("k"), making, CallOptions.NONE);
        awaitAlarms(2, SECOND);

        timer.advance(SECOND);

        assertThat(get(leader)).isEqualTo("old");
        assertThat(get(joined)).isEqualTo("old");
        making.call(1).complete("new");
        assertThat(making.count()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void pastTheHardLimitTheKeyIsFreeAndTheLateValueIsNotStored(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE.creationTimeout(SECOND));
        Making making = new Making();
        CompletableFuture<String> hung = way.ask(region, key("k"), making, CallOptions.NONE);
        making.call(1);
        CompletableFuture<String> joined = way.ask(region, key("k"), making, CallOptions.NONE);
        awaitAlarms(2, Duration.ofSeconds(30));

        timer.advance(SECOND);

        assertThatThrownBy(() -> get(hung))
                .isInstanceOf(CreatorTimeoutException.class)
                .hasMessageContaining(key("k"))
                .hasMessageContaining("1000 ms");
        assertThatThrownBy(() -> get(joined)).isInstanceOf(CreatorTimeoutException.class);
        assertThat(region.keyIsLocked(key("k"))).isFalse();
        assertThat(region.stats().creatorTimeouts()).isEqualTo(1);

        assertThat(get(way, region, key("k"), Making.of("second"))).isEqualTo("second");
        making.call(1).complete("late");
        soon().untilAsserted(() -> assertThat(
                        region.stats().superseded() + region.stats().creationFailures())
                .isEqualTo(1));
        assertThat(region.<String>get(key("k"))).isEqualTo("second");
        assertThat(region.stats().lostLocks()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void pastTheHardLimitThePreviousValueIsServedAndNobodyTriesForAWhile(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE.creationTimeout(SECOND).serveStaleOnError(Duration.ofHours(1)));
        region.set(key("k"), "old");
        clock.advance(Duration.ofMinutes(3));
        Making making = new Making();
        CompletableFuture<String> hung = way.ask(region, key("k"), making, CallOptions.NONE);
        making.call(1);
        awaitAlarms(1, SECOND);

        timer.advance(SECOND);

        assertThat(get(hung)).isEqualTo("old");
        assertThat(get(way, region, key("k"), making)).isEqualTo("old");
        assertThat(making.count()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void noMoreCreatorsRunAtATimeThanMay(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE.maximumCreations(2));
        Making making = new Making();
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            answers.add(way.ask(region, key("k" + i), making, CallOptions.NONE));
            int running = Math.min(i + 1, 2);
            soon().untilAsserted(() -> assertThat(making.count()).isEqualTo(running));
        }
        soon().untilAsserted(() -> assertThat(region.runningCreationCount()).isEqualTo(5));

        for (int i = 1; i <= 5; i++) {
            making.call(i).complete("value " + i);
            int running = Math.min(i + 2, 5);
            soon().untilAsserted(() -> assertThat(making.count()).isEqualTo(running));
        }

        for (CompletableFuture<String> answer : answers) {
            assertThat(get(answer)).startsWith("value ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoGetsNoTurnInTimeIsRejectedUnlessThereIsAPreviousValue(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE.maximumCreations(1).serveStaleOnError(Duration.ofHours(1)));
        region.set(key("stale"), "stale");
        clock.advance(Duration.ofSeconds(90));
        region.set(key("expired"), "expired");
        clock.advance(Duration.ofSeconds(20));
        Making making = new Making();
        CompletableFuture<String> running = way.ask(region, key("k"), making, CallOptions.NONE);
        making.call(1);

        assertThat(get(way, region, key("stale"), making)).as("at once").isEqualTo("stale");
        clock.advance(Duration.ofMinutes(3));
        CompletableFuture<String> rejected = way.ask(region, key("missing"), making, CallOptions.NONE);
        CompletableFuture<String> served = way.ask(region, key("expired"), making, CallOptions.NONE);
        awaitAlarms(2, Duration.ofSeconds(30));
        timer.advance(Duration.ofSeconds(30));

        assertThatThrownBy(() -> get(rejected))
                .isInstanceOf(CreationRejectedException.class)
                .hasMessageContaining("maximum-creations");
        assertThat(get(served)).isEqualTo("expired");
        assertThat(making.count()).isEqualTo(1);
        assertThat(region.stats().noTurns()).isGreaterThanOrEqualTo(2);
        making.call(1).complete("done");
        assertThat(get(running)).isEqualTo("done");
    }

    @ParameterizedTest
    @EnumSource
    void whoGetsNoTurnLooksForWhatOthersMadeBeforeItIsRejected(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE.maximumCreations(1));
        Making making = new Making();
        CompletableFuture<String> running = way.ask(region, key("k"), making, CallOptions.NONE);
        making.call(1);
        CompletableFuture<String> answer = way.ask(region, key("missing"), making, CallOptions.NONE);
        awaitAlarms(1, Duration.ofSeconds(30));

        region.set(key("missing"), "made elsewhere");
        timer.advance(Duration.ofSeconds(30));

        assertThat(get(answer)).isEqualTo("made elsewhere");
        assertThat(making.count()).isEqualTo(1);
        making.call(1).complete("done");
        assertThat(get(running)).isEqualTo("done");
    }

    @ParameterizedTest
    @EnumSource
    void aCreatorsOwnCallsNeedNoFurtherTurn(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE.maximumCreations(1));
        Supplier<CompletableFuture<String>> outer = () -> {
            CompletableFuture<String> inner = way == Way.ASYNC || way == Way.ASYNC_MULTI
                    ? way.ask(region, key("inner"), Making.of("inner"), CallOptions.NONE)
                    : CompletableFuture.completedFuture(
                            way.call(region, key("inner"), Making.of("inner"), CallOptions.NONE));
            return inner.thenApply(value -> "outer of " + value);
        };

        assertThat(get(way, region, key("outer"), outer)).isEqualTo("outer of inner");
    }

    @ParameterizedTest
    @EnumSource
    void aCreatorsOwnCallsNeedNoFurtherTurnWhereOthersCreateForThem(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE.maximumCreations(1).creationTimeout(SECOND));
        Supplier<CompletableFuture<String>> outer = () -> CompletableFuture.completedFuture(
                "outer of " + region.<String>getOrCreate(key("inner"), () -> "inner"));

        assertThat(get(way, region, key("outer"), outer)).isEqualTo("outer of inner");
    }

    @ParameterizedTest
    @EnumSource
    void aCreatorThatWaitsForOneWhoWaitsForItsTurnLendsThatTurn(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE.maximumCreations(1));
        Making making = new Making();
        Making unneeded = new Making();
        Supplier<CompletableFuture<String>> outer = () -> {
            new Thread(() -> way.ask(region, key("inner"), making, CallOptions.NONE)).start();
            soon().untilAsserted(() -> assertThat(region.runningCreationCount()).isEqualTo(2));
            return way == Way.ASYNC || way == Way.ASYNC_MULTI
                    ? way.ask(region, key("inner"), unneeded, CallOptions.NONE)
                    : CompletableFuture.completedFuture(way.call(region, key("inner"), unneeded, CallOptions.NONE));
        };

        CompletableFuture<String> answer = way.ask(region, key("outer"), outer, CallOptions.NONE);
        making.call(1).complete("theirs");

        assertThat(get(answer)).isEqualTo("theirs");
        assertThat(unneeded.count()).isZero();
        assertThat(region.<String>get(key("inner"))).isEqualTo("theirs");
    }

    @ParameterizedTest
    @EnumSource
    void aCallersDeadlineHoldsForItsOwnCreationWhichGoesOn(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE);
        Making making = new Making();
        CompletableFuture<String> hurried = way.ask(region, key("k"), making, CallOptions.NONE.waitingAtMost(SECOND));
        making.call(1);
        CompletableFuture<String> patient = way.ask(region, key("k"), making, CallOptions.NONE);
        awaitAlarms(1, SECOND);
        awaitAlarms(2, Duration.ofSeconds(30));

        timer.advance(SECOND);

        assertThatThrownBy(() -> get(hurried)).isInstanceOf(CreationTimeoutException.class);
        making.call(1).complete("value");
        assertThat(get(patient)).isEqualTo("value");
        assertThat(region.<String>get(key("k"))).isEqualTo("value");
    }

    @ParameterizedTest
    @EnumSource
    void pastItsDeadlineACallerHasThePreviousValueIfItMay(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE);
        region.set(key("k"), "old");
        clock.advance(Duration.ofSeconds(90));
        Making making = new Making();
        CallOptions options = CallOptions.NONE.waitingAtMost(SECOND);
        CompletableFuture<String> stale = way.ask(region, key("k"), making, options);
        making.call(1);
        awaitAlarms(1, SECOND);

        timer.advance(SECOND);

        assertThat(get(stale)).isEqualTo("old");
        making.call(1).complete("new");
    }

    @ParameterizedTest
    @EnumSource
    void aGoodValueIsMadeAnewInTheBackgroundShortlyBeforeItExpires(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE.earlyRefreshThreshold(0.8));
        region.set(key("k"), "old");
        Making making = new Making();
        clock.advance(Duration.ofSeconds(47));
        assertThat(get(way, region, key("k"), making)).isEqualTo("old");
        assertThat(making.count()).isZero();

        clock.advance(SECOND);
        List<String> values = Crew.work(8, () -> get(way, region, key("k"), making));

        assertThat(values).containsOnly("old");
        making.call(1).complete("new");
        soon().untilAsserted(() -> assertThat(region.<String>get(key("k"))).isEqualTo("new"));
        assertThat(get(way, region, key("k"), making)).isEqualTo("new");
        assertThat(making.count()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void anEarlyRefreshThatFailsLeavesTheGoodValue(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE.earlyRefreshThreshold(0.5));
        region.set(key("k"), "old");
        clock.advance(Duration.ofSeconds(40));

        assertThat(get(way, region, key("k"), Making.failing(BOOM))).isEqualTo("old");

        soon().untilAsserted(
                        () -> assertThat(region.stats().backgroundFailures()).isEqualTo(1));
        assertThat(region.<String>get(key("k"))).isEqualTo("old");
        soon().untilAsserted(() -> assertThat(region.keyIsLocked(key("k"))).isFalse());
    }

    @ParameterizedTest
    @EnumSource
    void anEarlyRefreshLooksAtTheBackendFirst(Way way) throws Exception {
        AtomicInteger created = new AtomicInteger();
        List<Runnable> queued = new ArrayList<>();
        CacheRegion region =
                region(Policies.NONE.earlyRefreshThreshold(0.5), settings -> settings.creationExecutor(queued::add));
        region.set(key("k"), "old");
        clock.advance(Duration.ofSeconds(40));
        Supplier<CompletableFuture<String>> creator = () -> {
            created.incrementAndGet();
            return CompletableFuture.completedFuture("unneeded");
        };
        assertThat(get(way, region, key("k"), creator)).isEqualTo("old");
        region.set(key("k"), "made elsewhere");

        assertThat(queued).hasSize(1);
        queued.get(0).run();

        soon().untilAsserted(() -> assertThat(region.keyIsLocked(key("k"))).isFalse());
        assertThat(created).hasValue(0);
        assertThat(region.<String>get(key("k"))).isEqualTo("made elsewhere");
    }

    @ParameterizedTest
    @EnumSource
    void aCallsPoliciesCountMoreThanTheRegions(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE.serveStaleOnError(Duration.ofHours(1)));
        region.set(key("k"), "old");
        clock.advance(Duration.ofMinutes(3));
        CallOptions strict = CallOptions.NONE.following(Policies.NONE.serveStaleOnError(Duration.ZERO));

        assertThatThrownBy(() -> get(way.ask(region, key("k"), Making.failing(BOOM), strict)))
                .isSameAs(BOOM);
        assertThat(get(way, region, key("k"), Making.failing(BOOM))).isEqualTo("old");
    }

    @ParameterizedTest
    @EnumSource
    void aValueIsKeptForAsLongAsItMayBeServedInPlaceOfAFailure(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE);
        CallOptions options = CallOptions.NONE
                .lasting(MINUTE, Duration.ZERO)
                .following(Policies.NONE.serveStaleOnError(Duration.ofHours(1)).retryBackoff(SECOND));
        assertThat(get(way.ask(region, key("k"), Making.of("old"), options))).isEqualTo("old");

        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofMinutes(15));
            region.set(key("other"), "a write, after which what is of no use is removed");
            assertThat(get(way.ask(region, key("k"), Making.failing(BOOM), options)))
                    .isEqualTo("old");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SINGLE", "ASYNC"})
    void aResultTellsHowItWasComeBy(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE.serveStaleOnError(Duration.ofHours(1)));

        CacheResult<String> created = story(way, region, Making.of("first"));
        clock.advance(Duration.ofSeconds(20));
        CacheResult<String> fresh = story(way, region, Making.of("second"));
        clock.advance(Duration.ofMinutes(3));
        CacheResult<String> stale = story(way, region, Making.failing(BOOM));

        assertThat(created.state()).isEqualTo(CacheResult.State.CREATED);
        assertThat(created.value()).isEqualTo("first");
        assertThat(created.remaining()).isEqualTo(MINUTE);
        assertThat(fresh.state()).isEqualTo(CacheResult.State.FRESH);
        assertThat(fresh.value()).isEqualTo("first");
        assertThat(fresh.creationTime()).isEqualTo(created.creationTime());
        assertThat(fresh.age()).isEqualTo(Duration.ofSeconds(20));
        assertThat(fresh.remaining()).isEqualTo(Duration.ofSeconds(40));
        assertThat(stale.state()).isEqualTo(CacheResult.State.STALE);
        assertThat(stale.value()).isEqualTo("first");
        assertThat(stale.remaining()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"SINGLE", "ASYNC"})
    void aResultTellsHowLongItWasWaitedFor(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE);
        Making making = new Making();
        CompletableFuture<CacheResult<String>> result = CompletableFuture.supplyAsync(() -> {
            try {
                return story(way, region, making);
            } catch (Exception failure) {
                throw new CompletionException(failure);
            }
        });
        CompletableFuture<String> creation = making.call(1);

        timer.advance(SECOND);
        creation.complete("value");

        assertThat(get(result).waited()).isEqualTo(SECOND);
        assertThat(get(result).age()).isZero();
    }

    private CacheResult<String> story(Way way, CacheRegion region, Supplier<CompletableFuture<String>> creator)
            throws Exception {
        return way == Way.ASYNC
                ? get(region.getOrCreateWithMetadataAsync(key("story"), creator, CallOptions.NONE))
                : region.getOrCreateWithMetadata(key("story"), () -> {
                    try {
                        return creator.get().get();
                    } catch (ExecutionException failure) {
                        throw (Exception) failure.getCause();
                    }
                });
    }
}
