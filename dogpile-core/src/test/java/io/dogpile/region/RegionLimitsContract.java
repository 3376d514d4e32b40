package io.dogpile.region;

import static io.dogpile.region.Making.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.lock.CreationInterruptedException;
import io.dogpile.lock.CreationTimeoutException;
import io.dogpile.lock.CreatorTimeoutException;
import io.dogpile.testing.Crew;
import io.dogpile.testing.Gate;
import io.dogpile.testing.ManualTimer;
import io.dogpile.testing.Task;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The part of {@link RegionFailuresContract} that is about threads and turns, and what is left when limits end waits. */
public abstract class RegionLimitsContract extends RegionFixture {

    static final Duration MINUTE = Duration.ofMinutes(1);
    static final Duration SECOND = Duration.ofSeconds(1);
    static final RuntimeException BOOM = new IllegalStateException("boom");

    private static final Executor REFUSING = task -> {
        throw new RejectedExecutionException("no room");
    };

    final ManualTimer timer = new ManualTimer();

    /** For the suites. */
    protected RegionLimitsContract() {}

    @AfterEach
    void nothingIsKept() {
        awaitNothingKept();
    }

    /** Values are fresh for a minute, stale for another, and served in place of failures as long as the policies say. */
    final CacheRegion region(Policies policies) {
        return region(policies, settings -> settings);
    }

    final CacheRegion region(Policies policies, UnaryOperator<RegionConfig.Builder> settings) {
        return region(builder -> settings.apply(builder.expirationTime(MINUTE)
                .waitTimeout(Duration.ofSeconds(30))
                .policies(policies)
                .timer(timer)));
    }

    static <T> T get(CompletableFuture<T> answer) throws Exception {
        return Crew.get(answer);
    }

    static String get(Way way, CacheRegion region, String key, Supplier<CompletableFuture<String>> creator)
            throws Exception {
        return get(way.ask(region, key, creator, CallOptions.NONE));
    }

    final void awaitAlarms(int count, Duration within) {
        soon().untilAsserted(() -> assertThat(timer.dueWithin(within)).isGreaterThanOrEqualTo(count));
    }

    @ParameterizedTest
    @EnumSource(names = {"SINGLE", "MULTI"})
    void aDeafCreatorIsEndedAlthoughItKeepsTheLastThreadOfCreators(Way way) throws Exception {
        ExecutorService creators = Executors.newSingleThreadExecutor();
        CacheRegion region =
                region(Policies.NONE.creationTimeout(SECOND), settings -> settings.creationExecutor(creators));
        CompletableFuture<String> silence = new CompletableFuture<>();
        CompletableFuture<String> hung =
                way.ask(region, key("k"), () -> CompletableFuture.completedFuture(silence.join()), CallOptions.NONE);
        awaitAlarms(1, SECOND);

        timer.advance(SECOND);

        assertThatThrownBy(() -> get(hung)).isInstanceOf(CreatorTimeoutException.class);
        assertThat(region.keyIsLocked(key("k"))).isFalse();
        assertThat(region.runningCreationCount()).isZero();
        silence.complete("late");
        creators.shutdown();
        assertThat(creators.awaitTermination(Crew.PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isTrue();
        assertThat(region.<String>get(key("k"))).isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"SINGLE", "MULTI"})
    void aCreatorThatIsRefusedAThreadRunsOnItsCallers(Way way) throws Exception {
        CacheRegion region =
                region(Policies.NONE.creationTimeout(SECOND), settings -> settings.creationExecutor(REFUSING));

        assertThat(get(way, region, key("k"), Making.of("value"))).isEqualTo("value");
    }

    @ParameterizedTest
    @EnumSource(names = {"SINGLE", "MULTI"})
    void aCreatorThatIsEndedIsInterruptedAndNotWhatItsThreadDoesNext(Way way) {
        CacheRegion region =
                region(Policies.NONE.creationTimeout(SECOND), settings -> settings.creationExecutor(REFUSING));
        Supplier<CompletableFuture<String>> creator = () -> {
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.park();
            }
            return CompletableFuture.completedFuture("late");
        };
        Task<Boolean> caller = Task.start(() -> {
            assertThatThrownBy(() -> way.call(region, key("k"), creator, CallOptions.NONE))
                    .isInstanceOf(CreatorTimeoutException.class);
            return Thread.interrupted();
        });
        awaitAlarms(1, SECOND);

        timer.advance(SECOND);

        soon().until(caller::isDone);
        assertThat(caller.value()).as("still interrupted").isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void whoeverEndsACreationAnswersItsCallersThoughTheCreatorEndsMeanwhile(Way way) throws Exception {
        Gate ending = new Gate();
        AtomicReference<Task<?>> creator = new AtomicReference<>();
        CacheRegion region = region(
                Policies.NONE.creationTimeout(SECOND),
                settings -> settings.creationExecutor(task -> creator.set(Task.start(Executors.callable(task))))
                        .listener(new RegionListener() {
                            @Override
                            public void onCreatorTimeout(String name, Object key, Duration limit) {
                                uninterrupted(ending);
                            }
                        }));
        Making making = new Making();
        CompletableFuture<String> hung = way.ask(region, key("k"), making, CallOptions.NONE);
        CompletableFuture<String> creation = making.call(1);
        awaitAlarms(1, SECOND);
        timer.advance(SECOND);
        ending.awaitReached();

        creation.complete("late");
        soon().untilAsserted(() -> assertThat(region.stats().superseded()).isEqualTo(1));
        if (creator.get() != null) {
            creator.get().awaitWaiting();
        }
        ending.open();

        assertThatThrownBy(() -> get(hung)).isInstanceOf(CreatorTimeoutException.class);
    }

    private static void uninterrupted(Gate gate) {
        try {
            gate.pass();
        } catch (InterruptedException interruption) {
            throw new AssertionError(interruption);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCreationThatFailsWhenItsCallerHasLeftIsReported(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE);
        Making making = new Making();
        CompletableFuture<String> hurried = way.ask(region, key("k"), making, CallOptions.NONE.waitingAtMost(SECOND));
        CompletableFuture<String> creation = making.call(1);
        awaitAlarms(1, SECOND);
        timer.advance(SECOND);
        assertThatThrownBy(() -> get(hurried)).isInstanceOf(CreationTimeoutException.class);

        creation.completeExceptionally(BOOM);

        soon().untilAsserted(
                        () -> assertThat(region.stats().backgroundFailures()).isEqualTo(1));
    }

    @ParameterizedTest
    @EnumSource
    void whoWaitsForAnothersCreationThatFailsGetsThePreviousValueIfItMay(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE.serveStaleOnError(Duration.ofHours(1)));
        region.set(key("k"), "old");
        clock.advance(Duration.ofMinutes(3));
        Making making = new Making();
        CallOptions strict = CallOptions.NONE.following(Policies.NONE.serveStaleOnError(Duration.ZERO));
        CompletableFuture<String> leader = way.ask(region, key("k"), making, strict);
        CompletableFuture<String> creation = making.call(1);
        CompletableFuture<String> joined = way.ask(region, key("k"), making, CallOptions.NONE);
        awaitAlarms(1, Duration.ofSeconds(30));

        creation.completeExceptionally(BOOM);

        assertThatThrownBy(() -> get(leader)).isSameAs(BOOM);
        assertThat(get(joined)).isEqualTo("old");
        assertThat(making.count()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"SINGLE", "MULTI"})
    void whoIsInterruptedInLineLeavesIt(Way way) throws Exception {
        CacheRegion region = region(Policies.NONE.maximumCreations(1));
        Making making = new Making();
        CompletableFuture<String> running = way.ask(region, key("k"), making, CallOptions.NONE);
        CompletableFuture<String> creation = making.call(1);
        Task<String> interrupted =
                Task.start(() -> way.call(region, key("another"), Making.of("unneeded"), CallOptions.NONE));
        awaitAlarms(1, Duration.ofSeconds(30));

        interrupted.interrupt();

        assertThat(interrupted.failure()).isInstanceOf(CreationInterruptedException.class);
        creation.complete("done");
        assertThat(get(running)).isEqualTo("done");
        assertThat(get(way, region, key("next"), Making.of("next"))).isEqualTo("next");
    }
}
