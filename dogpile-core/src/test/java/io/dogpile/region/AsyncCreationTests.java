package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.lock.CreationException;
import io.dogpile.testing.Gate;
import io.dogpile.testing.MutableClock;
import io.dogpile.testing.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With an executor, stale values are re-created behind everybody's back, once, and failures are reported. */
@Timeout(20)
class AsyncCreationTests {

    private final MutableClock clock = new MutableClock();
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger creations = new AtomicInteger();
    private Throwable refusal;

    private final CacheRegion region = CacheRegion.of(
            "test",
            Regions.expiring(clock)
                    .asyncCreation(this::submit)
                    .listener(new RegionListener() {
                        @Override
                        public void onBackgroundRejected(String name, Object key, RejectedExecutionException reason) {
                            failures.add(reason);
                        }

                        @Override
                        public void onBackgroundFailure(String name, Object key, Throwable error) {
                            failures.add(error);
                        }
                    })
                    .build());

    private void submit(Runnable task) {
        if (refusal instanceof Error error) {
            throw error;
        }
        if (refusal != null) {
            throw (RuntimeException) refusal;
        }
        queue.add(task);
    }

    @BeforeEach
    void makeStale() {
        region.setMulti(Map.of("a", "old", "b", "old"));
        clock.advance(Duration.ofMinutes(1));
    }

    private String create() {
        return "new-" + creations.incrementAndGet();
    }

    private String get(boolean batch) {
        return batch
                ? region.getOrCreateMulti(List.of("a"), keys -> Map.of("a", create()))
                        .get("a")
                : region.getOrCreate("a", this::create);
    }

    private void runQueue() {
        while (!queue.isEmpty()) {
            queue.remove().run();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStaleValueIsServedAndItsSuccessorCreatedOnceOnTheExecutor(boolean batch) {
        assertThat(get(batch)).isEqualTo("old");
        assertThat(get(batch)).isEqualTo("old");
        assertThat(creations).hasValue(0);
        assertThat(queue).hasSize(1);

        runQueue();

        assertThat(creations).hasValue(1);
        assertThat(get(batch)).isEqualTo("new-1");
        assertThat(failures).isEmpty();
    }

    @Test
    void theStaleKeysOfABatchGoToTheExecutorTogether() {
        Map<String, String> values = region.getOrCreateMulti(List.of("a", "missing", "b"), keys -> {
            creations.incrementAndGet();
            return keys.size() == 1 ? Map.of("missing", "new") : Map.of("a", "new", "b", "new");
        });

        assertThat(values).isEqualTo(Map.of("a", "old", "missing", "new", "b", "old"));
        assertThat(creations).hasValue(1);
        assertThat(queue).hasSize(1);
        runQueue();
        assertThat(creations).hasValue(2);
        assertThat(region.getMulti(List.of("a", "b"))).isEqualTo(Map.of("a", "new", "b", "new"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anExecutorThatRefusesCostsTheRefreshOnly(boolean batch) {
        for (Throwable kind : List.of(
                new RejectedExecutionException("full"),
                new IllegalStateException("closed"),
                new OutOfMemoryError("unable to create native thread"))) {
            refusal = kind;
            failures.clear();
            assertThat(get(batch)).isEqualTo("old");
            assertThat(failures).containsExactly(kind);
            assertThat(Regions.lockOf(region).flightCount()).isZero();
        }
        refusal = null;
        assertThat(get(batch)).isEqualTo("old");
        runQueue();
        assertThat(get(batch)).isEqualTo("new-1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFailureInTheBackgroundIsReportedAndTheNextCallTriesAgain(boolean batch) {
        IOException failure = new IOException("no database");
        Object served = batch
                ? region.getOrCreateMulti(List.of("a"), keys -> {
                            throw failure;
                        })
                        .get("a")
                : region.getOrCreate("a", () -> {
                    throw failure;
                });
        assertThat(served).isEqualTo("old");
        runQueue();

        assertThat(failures)
                .singleElement()
                .satisfies(error ->
                        assertThat(error).isInstanceOf(CreationException.class).hasCause(failure));
        assertThat(get(batch)).isEqualTo("old");
        runQueue();
        assertThat(get(batch)).isEqualTo("new-1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMissingValueIsCreatedInTheCallersThread(boolean batch) {
        region.delete("a");

        assertThat(get(batch)).isEqualTo("new-1");
        assertThat(queue).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCallerWithoutAValueDoesNotWaitForTheExecutorsQueue(boolean batch) {
        assertThat(get(batch)).isEqualTo("old");
        clock.advance(Duration.ofMinutes(1)); // past the stale window

        assertThat(get(batch)).isEqualTo("new-1");
        runQueue();
        assertThat(creations).as("the queued creation was called off").hasValue(1);
        assertThat(region.<String>get("a")).isEqualTo("new-1");
    }

    @Test
    void aDeletionWhileTheCreationIsQueuedIsFollowedByAStoredCreation() {
        assertThat(get(false)).isEqualTo("old");
        region.delete("a");

        assertThat(get(false)).isEqualTo("new-1");
        assertThat(region.<String>get("a")).isEqualTo("new-1");
    }

    @Test
    void aCallerWithoutAValueWaitsForABackgroundCreationThatRuns() {
        Gate gate = new Gate();
        assertThat(region.<String>getOrCreate("a", gate.then("background"))).isEqualTo("old");
        Task<Object> background = Task.start("worker", () -> {
            runQueue();
            return "done";
        });
        gate.awaitReached();
        clock.advance(Duration.ofMinutes(1));
        Task<String> waiting = Task.start(() -> get(false)).awaitWaiting();
        gate.open();

        assertThat(waiting.value()).isEqualTo("background");
        assertThat(background.value()).isEqualTo("done");
        assertThat(creations).hasValue(0);
    }
}
