package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.lock.CreationException;
import io.dogpile.lock.CreationTimeoutException;
import io.dogpile.lock.QueuedCreation;
import io.dogpile.testing.Crew;
import io.dogpile.testing.Gate;
import io.dogpile.testing.MutableClock;
import io.dogpile.testing.Stall;
import io.dogpile.testing.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers of regions in memory who don't wait: limits, threads, and what stays behind. */
@Timeout(30)
class FuturesTests {

    private static final Duration SHORT = Duration.ofMillis(40);

    private final MutableClock clock = new MutableClock();
    private final CacheRegion region = Regions.inMemory();
    private final CacheRegion impatient = CacheRegion.of(
            "test", RegionConfig.builder("memory").waitTimeout(SHORT).build());
    private final Stall<String> stall = new Stall<>();

    private static CompletableFuture<String> done(String value) {
        return CompletableFuture.completedFuture(value);
    }

    private static Throwable failureOf(CompletableFuture<?> future) throws Exception {
        try {
            throw new AssertionError("did not fail, answered " + future.get(20, TimeUnit.SECONDS));
        } catch (ExecutionException failure) {
            return failure.getCause();
        }
    }

    @Test
    void aHitIsThereAtOnceAndACreatorIsCalledByItsCaller() {
        Thread here = Thread.currentThread();
        CompletableFuture<String> created = region.getOrCreateAsync("key", () -> {
            assertThat(Thread.currentThread()).isSameAs(here);
            return done("value");
        });

        assertThat(created).isCompletedWithValue("value");
        assertThat(region.getOrCreateAsync("key", stall)).isCompletedWithValue("value");
        assertThat(region.getValueMetadataAsync("key", CallOptions.NONE)).isCompleted();
        assertThat(region.getOrCreateMultiAsync(List.of("key"), keys -> null))
                .isCompletedWithValue(Map.of("key", "value"));
        assertThat(stall.calls()).isZero();
    }

    @Test
    void waitingForACreationEndsAtTheLimit() throws Exception {
        CompletableFuture<String> leader = impatient.getOrCreateAsync("key", stall);

        Throwable single = failureOf(impatient.getOrCreateAsync("key", stall));
        Throwable multi = failureOf(impatient.getOrCreateMultiAsync(List.of("key"), keys -> null));
        Throwable blocking =
                Task.start(() -> impatient.getOrCreate("key", () -> "mine")).failure();

        assertThat(List.of(single, multi, blocking)).allSatisfy(failure -> {
            CreationTimeoutException timeout = (CreationTimeoutException) failure;
            assertThat(timeout.key()).isEqualTo("key");
            assertThat(timeout.waited()).isGreaterThanOrEqualTo(SHORT);
            assertThat(timeout).hasMessageContaining("an asynchronous creation, for ");
        });
        assertThat(leader).isNotDone();
        stall.answer.complete("value");
        assertThat(leader).isCompletedWithValue("value");
        assertThat(impatient.<String>get("key")).isEqualTo("value");
    }

    @Test
    void waitingForABlockingCallersCreationEndsAtTheLimit() throws Exception {
        Gate gate = new Gate();
        Task<String> stuck = Task.start("stuck-thread", () -> impatient.getOrCreate("key", gate.then("value")));
        gate.awaitReached();

        assertThat(failureOf(impatient.getOrCreateAsync("key", stall)))
                .isInstanceOf(CreationTimeoutException.class)
                .hasMessageContaining("stuck-thread");
        gate.open();
        assertThat(stuck.value()).isEqualTo("value");
    }

    @Test
    void aCircleOfStagesEndsAtTheLimit() throws Exception {
        CompletableFuture<String> later = new CompletableFuture<>();
        CompletableFuture<String> circle = impatient.getOrCreateAsync(
                "key", () -> later.thenCompose(now -> impatient.getOrCreateAsync("key", stall)));
        later.complete("now"); // when nobody's creator is being called any more

        assertThat(failureOf(circle))
                .isInstanceOf(CreationTimeoutException.class)
                .hasMessageContaining("an asynchronous creation");
        assertThat(impatient.getOrCreateAsync("key", () -> done("next"))).isCompletedWithValue("next");
    }

    @Test
    void aCircleOfThreadsIsSeenByACallerThatDoesNotWait() throws Exception {
        Gate first = new Gate();
        Gate second = new Gate();
        Task<String> a = Task.start(() -> region.getOrCreate("a", () -> {
            first.pass();
            return "a of "
                    + region.getOrCreateAsync("b", () -> done("unshared b")).join();
        }));
        first.awaitReached();
        CountDownLatch passed = new CountDownLatch(1);
        Task<String> b = Task.start(() -> region.getOrCreate("b", () -> {
            second.pass();
            passed.countDown();
            return "b of " + region.<String>getOrCreate("a", () -> "unshared a");
        }));
        second.awaitReached();
        second.open();
        passed.await(); // from here on it waits for nothing but the other
        b.awaitWaiting();
        first.open();

        assertThat(a.value()).isEqualTo("a of unshared b");
        assertThat(b.value()).isEqualTo("b of a of unshared b");
    }

    @Test
    void nothingStaysBehind() throws Exception {
        Gate gate = new Gate();
        Task<String> blocking = Task.start(() -> region.getOrCreate("blocking", gate.then("value")));
        gate.awaitReached();
        CompletableFuture<String> leader = region.getOrCreateAsync("key", stall);
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(region.getOrCreateAsync("key", stall));
            waiting.add(region.getOrCreateAsync("blocking", stall));
            waiting.add(region.getOrCreateMultiAsync(List.of("key", "blocking"), keys -> null));
        }
        assertThat(Regions.lockOf(region).flightCount()).isEqualTo(2);
        assertThat(Regions.waitingWithoutThread(region)).isEqualTo(60);
        waiting.forEach(future -> future.cancel(true));
        assertThat(Regions.waitingWithoutThread(region)).isZero();
        CompletableFuture<String> patient = region.getOrCreateAsync("blocking", stall);

        stall.answer.complete("value");
        gate.open();
        blocking.value();
        assertThat(Crew.get(leader)).isEqualTo("value");
        assertThat(Crew.get(patient)).isEqualTo("value");
        assertThat(Regions.lockOf(region).flightCount()).isZero();
    }

    @Test
    void whoWaitedIsServedByAThreadOfTheExecutor() throws Exception {
        Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
        CacheRegion queued = CacheRegion.of(
                "test", Regions.memory().futuresExecutor(queue::add).build());
        CompletableFuture<String> leader = queued.getOrCreateAsync("key", stall);
        CompletableFuture<String> first = queued.getOrCreateAsync("key", stall);
        CompletableFuture<String> second = queued.getOrCreateAsync("key", stall);

        stall.answer.complete("value");

        assertThat(leader).isCompletedWithValue("value");
        assertThat(first).isNotDone();
        assertThat(queue).hasSize(1);
        queue.remove().run();
        assertThat(first).isCompletedWithValue("value");
        assertThat(second).isCompletedWithValue("value");
    }

    @Test
    void anExecutorThatRefusesCostsNobodyAnything() {
        CacheRegion refused = CacheRegion.of(
                "test",
                Regions.memory()
                        .futuresExecutor(task -> {
                            throw new RejectedExecutionException("closed");
                        })
                        .build());
        CompletableFuture<String> leader = refused.getOrCreateAsync("key", stall);
        CompletableFuture<String> joined = refused.getOrCreateAsync("key", stall);

        stall.answer.complete("value");

        assertThat(leader).isCompletedWithValue("value");
        assertThat(joined).isCompletedWithValue("value");
    }

    @Test
    void aLeaderThatIsInterruptedLeavesTheCreationToWhoDoesNotWait() throws Exception {
        Gate gate = new Gate();
        Task<String> leader = Task.start(() -> region.getOrCreate("key", gate.then("value")));
        gate.awaitReached();
        CompletableFuture<String> joined = region.getOrCreateAsync("key", () -> done("taken over"));
        leader.interrupt();

        assertThat(Crew.get(joined)).isEqualTo("taken over");
        assertThat(region.<String>get("key")).isEqualTo("taken over");
    }

    @Test
    void callersAfterAChangeWaitForTheEndAndHaveANewCreation() throws Exception {
        CompletableFuture<String> leader = region.getOrCreateAsync("key", stall);
        CompletableFuture<String> joined = region.getOrCreateAsync("key", stall);
        region.delete("key");
        Stall<String> next = new Stall<>();
        CompletableFuture<String> after = region.getOrCreateAsync("key", next);
        CompletableFuture<Map<String, String>> batch = region.getOrCreateMultiAsync(
                List.of("key"), keys -> next.get().thenApply(value -> Map.of("key", value)));
        assertThat(next.calls()).isZero();

        stall.answer.complete("older");
        next.answer.complete("newer");

        assertThat(leader).isCompletedWithValue("older");
        assertThat(Crew.get(joined)).isEqualTo("older");
        assertThat(Crew.get(after)).isEqualTo("newer");
        assertThat(Crew.get(batch)).isEqualTo(Map.of("key", "newer"));
        assertThat(next.calls()).isOne();
        assertThat(region.<String>get("key")).isEqualTo("newer");
    }

    @Test
    void withAsyncCreationEverybodyGetsTheStaleValue() throws Exception {
        Queue<Runnable> background = new ConcurrentLinkedQueue<>();
        CacheRegion refreshed = CacheRegion.of(
                "test", Regions.expiring(clock).asyncCreation(background::add).build());
        refreshed.setMulti(Map.of("key", "old", "b", "old b"));
        clock.advance(Duration.ofMinutes(1));

        assertThat(refreshed.getOrCreateAsync("key", stall)).isCompletedWithValue("old");
        assertThat(refreshed.getOrCreateMultiAsync(
                        List.of("key", "b"), keys -> CompletableFuture.completedFuture(Map.of("b", "new b"))))
                .isCompletedWithValue(Map.of("key", "old", "b", "old b"));
        assertThat(stall.calls()).isZero();
        assertThat(background).hasSize(2);
        background.forEach(Runnable::run);
        assertThat(((QueuedCreation) background.remove()).end().toCompletableFuture())
                .isNotDone();
        assertThat(((QueuedCreation) background.remove()).end().toCompletableFuture())
                .isDone();
        assertThat(refreshed.<String>get("b")).isEqualTo("new b");
        assertThat(refreshed.getOrCreateAsync("key", stall)).isCompletedWithValue("old");
        stall.answer.complete("new");

        assertThat(refreshed.<String>get("key")).isEqualTo("new");
        assertThat(Regions.lockOf(refreshed).flightCount()).isZero();
    }

    @Test
    void aRefreshThatIsStillQueuedIsCalledOffByWhoHasNoValue() {
        Queue<Runnable> background = new ConcurrentLinkedQueue<>();
        CacheRegion refreshed = CacheRegion.of(
                "test", Regions.expiring(clock).asyncCreation(background::add).build());
        refreshed.setMulti(Map.of("a", "old", "b", "old", "c", "old"));
        clock.advance(Duration.ofMinutes(1));
        refreshed.getOrCreateAsync("a", stall);
        refreshed.getOrCreate("b", () -> "never");
        refreshed.getOrCreateAsync("c", stall);
        refreshed.delete("a");
        refreshed.delete("b");
        refreshed.delete("c");

        assertThat(refreshed.getOrCreateAsync("a", () -> done("mine"))).isCompletedWithValue("mine");
        assertThat(refreshed.getOrCreateAsync("b", () -> done("mine"))).isCompletedWithValue("mine");
        assertThat(refreshed.<String>getOrCreate("c", () -> "mine")).isEqualTo("mine");
        background.forEach(Runnable::run);
        assertThat(stall.calls()).isZero();
    }

    @Test
    void aRefreshThatFailsOrIsRefusedIsReported() {
        List<Throwable> reported = new ArrayList<>();
        RegionListener listener = new RegionListener() {
            @Override
            public void onBackgroundFailure(String name, Object key, Throwable error) {
                reported.add(error);
            }

            @Override
            public void onBackgroundRejected(String name, Object key, RejectedExecutionException reason) {
                reported.add(reason);
            }
        };
        IllegalStateException boom = new IllegalStateException("boom");
        RejectedExecutionException full = new RejectedExecutionException("full");
        Queue<RuntimeException> refusals = new ConcurrentLinkedQueue<>(List.of(full));
        CacheRegion refreshed = CacheRegion.of(
                "test",
                Regions.expiring(clock)
                        .listener(listener)
                        .asyncCreation(task -> {
                            RuntimeException refusal = refusals.poll();
                            if (refusal != null) {
                                throw refusal;
                            }
                            task.run();
                        })
                        .build());
        refreshed.set("key", "old");
        clock.advance(Duration.ofMinutes(1));

        assertThat(refreshed.getOrCreateAsync("key", stall)).isCompletedWithValue("old");
        assertThat(refreshed.getOrCreateAsync("key", () -> CompletableFuture.failedFuture(boom)))
                .isCompletedWithValue("old");

        assertThat(reported).containsExactly(full, boom);
        assertThat(Regions.lockOf(refreshed).flightCount()).isZero();
    }

    @Test
    void aLockThatIsTakenElsewhereIsWaitedForUnlessThereIsAStaleValue() throws Exception {
        CacheBackend backend = region.backend();
        CacheRegion elsewhere = Regions.on(backend);
        Held held = backend.mutex("key").tryAcquire(Duration.ZERO).orElseThrow();
        CompletableFuture<String> waiting = elsewhere.getOrCreateAsync("key", () -> done("mine"));
        CompletableFuture<Map<String, String>> batch = Regions.on(backend)
                .getOrCreateMultiAsync(
                        List.of("key", "free"),
                        keys -> CompletableFuture.completedFuture(Map.of(keys.get(0), "of " + keys.get(0))));
        await().until(() -> "of free".equals(elsewhere.get("free")));
        assertThat(waiting).isNotDone();
        region.set("key", "made elsewhere");
        held.release();

        assertThat(Crew.get(waiting)).isEqualTo("made elsewhere");
        assertThat(Crew.get(batch)).isEqualTo(Map.of("key", "made elsewhere", "free", "of free"));
    }

    @Test
    void aLeaderWithAStaleValueDoesNotWaitForALock() throws Exception {
        CacheRegion expiring = CacheRegion.of("test", Regions.expiring(clock).build());
        expiring.set("key", "old");
        clock.advance(Duration.ofMinutes(1));
        Held held = expiring.backend().mutex("key").tryAcquire(Duration.ZERO).orElseThrow();

        assertThat(expiring.getOrCreateAsync("key", stall)).isCompletedWithValue("old");
        assertThat(stall.calls()).isZero();
        held.release();
        assertThat(expiring.getOrCreateAsync("key", () -> done("new"))).isCompletedWithValue("new");
    }

    @Test
    void aLockThatIsNotReleasedIsWaitedForNoLongerThanTheLimit() throws Exception {
        Held held = impatient.backend().mutex("key").tryAcquire(Duration.ZERO).orElseThrow();

        assertThat(failureOf(impatient.getOrCreateAsync("key", stall))).isInstanceOf(CreationTimeoutException.class);
        assertThat(failureOf(impatient.getOrCreateMultiAsync(List.of("key"), keys -> null)))
                .isInstanceOf(CreationTimeoutException.class);
        held.release();
        assertThat(impatient.getOrCreateAsync("key", () -> done("mine"))).isCompletedWithValue("mine");
        assertThat(Regions.lockOf(impatient).flightCount()).isZero();
    }

    @Test
    void aCheckedFailureComesAsItIsUnlessTheCallerWantsItWrapped() throws Exception {
        IOException failure = new IOException("no route");

        assertThat(failureOf(region.getOrCreateAsync("key", () -> CompletableFuture.failedFuture(failure))))
                .isSameAs(failure);
        assertThat(failureOf(region.getOrCreateAsync(
                        "key", () -> CompletableFuture.failedFuture(failure), CallOptions.NONE.wrappingFailures())))
                .isInstanceOf(CreationException.class)
                .hasCause(failure);
        assertThat(failureOf(region.getOrCreateAsync(
                        "key",
                        () -> CompletableFuture.supplyAsync(() -> stall.answer)
                                .thenCompose(never -> CompletableFuture.failedFuture(failure)))))
                .isSameAs(failure);
    }

    @Test
    void listenersHearOfAsynchronousCreations() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        CacheRegion told = CacheRegion.of(
                "test", Regions.expiring(clock).listener(new Heard(heard)).build());
        CompletableFuture<String> leader = told.getOrCreateAsync("key", stall);
        CompletableFuture<String> joined = told.getOrCreateAsync("key", stall);
        told.delete("key");
        stall.answer.complete("value");
        Crew.get(leader);
        Crew.get(joined);
        told.getOrCreateAsync("bad", () -> CompletableFuture.failedFuture(new IOException()));
        told.set("stale", "old");
        clock.advance(Duration.ofMinutes(1));
        told.getOrCreateAsync("stale", new Stall<>());
        told.getOrCreateAsync("stale", stall);

        assertThat(heard).containsExactly("created key", "superseded key", "joined key", "failed bad", "stale stale");
    }

    @Test
    void aFailureCostsOneCallAndIsNotWrapped() throws Exception {
        IllegalStateException boom = new IllegalStateException("boom");
        List<CompletableFuture<?>> futures = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            futures.add(region.getOrCreateAsync("key", stall));
            futures.add(region.getOrCreateMultiAsync(List.of("key"), keys -> null));
        }
        List<Throwable> seen = new CopyOnWriteArrayList<>();
        futures.forEach(future -> future.whenComplete((value, failure) -> seen.add(failure)));
        stall.answer.completeExceptionally(boom);

        for (CompletableFuture<?> future : futures) {
            assertThat(failureOf(future)).isSameAs(boom);
        }
        await().untilAsserted(() -> assertThat(seen).hasSize(100).containsOnly(boom));
        assertThat(stall.calls()).isOne();
    }

    @Test
    void aWaitingCallerJoinsACreationThatKeepsNoThread() {
        region.getOrCreateAsync("value", stall);
        List<Task<String>> waiting = Regions.joined(5, () -> region.getOrCreate("value", () -> "own"));
        IllegalStateException boom = new IllegalStateException("boom");
        Stall<String> failing = new Stall<>();
        region.getOrCreateAsync("failure", failing);
        List<Task<String>> unlucky = Regions.joined(5, () -> region.getOrCreate("failure", () -> "own"));

        stall.answer.complete("shared");
        failing.answer.completeExceptionally(boom);

        assertThat(waiting).allSatisfy(task -> assertThat(task.value()).isEqualTo("shared"));
        assertThat(unlucky).allSatisfy(task -> assertThat(task.failure()).isSameAs(boom));
    }

    @Test
    void whatMayNotBeStoredIsNotStored() {
        CallOptions never = CallOptions.NONE.cachingOnlyIf(value -> false);

        assertThat(region.getOrCreateAsync("key", () -> done("value"), never)).isCompletedWithValue("value");
        assertThat(region.<String>get("key")).isNull();
    }

    @Test
    void theNullBackendLetsEverybodyCreate() {
        CacheRegion off = CacheRegion.of("test", RegionConfig.builder("null").build());
        Stall<String> other = new Stall<>();
        CompletableFuture<String> first = off.getOrCreateAsync("key", stall);
        CompletableFuture<String> second = off.getOrCreateAsync("key", other);
        other.answer.complete("second");
        stall.answer.complete("first");

        assertThat(first).isCompletedWithValue("first");
        assertThat(second).isCompletedWithValue("second");
        assertThat(off.getOrCreateMultiAsync(
                        List.of("key"), keys -> CompletableFuture.completedFuture(Map.of("key", 1))))
                .isCompletedWithValue(Map.of("key", 1));
    }

    /** Writes down what it hears. */
    private record Heard(List<String> heard) implements RegionListener {

        @Override
        public void onCreated(String region, Object key, Duration took) {
            heard.add("created " + key);
        }

        @Override
        public void onCreationFailed(String region, Object key, Duration took, Throwable error) {
            heard.add("failed " + key);
        }

        @Override
        public void onJoined(String region, Object key, Duration waited) {
            heard.add("joined " + key);
        }

        @Override
        public void onStaleServed(String region, Object key, io.dogpile.lock.StaleReason why) {
            heard.add("stale " + key);
        }

        @Override
        public void onSuperseded(String region, Object key) {
            heard.add("superseded " + key);
        }
    }
}
