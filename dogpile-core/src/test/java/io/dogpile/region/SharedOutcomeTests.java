package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.lock.CreationException;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Task;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P3: callers that joined a creation get its value or its failure; N of them cost one call. */
@Timeout(20)
class SharedOutcomeTests {

    private static final int JOINING = 20;

    private final CacheRegion region = Regions.inMemory();
    private final Gate gate = new Gate();
    private final AtomicInteger calls = new AtomicInteger();

    private Callable<String> failingWith(Throwable failure) {
        return () -> {
            calls.incrementAndGet();
            gate.pass();
            if (failure instanceof Error error) {
                throw error;
            }
            throw (Exception) failure;
        };
    }

    private List<Throwable> failures(Callable<String> creator) {
        Task<String> leader = Task.start(() -> region.getOrCreate("key", creator));
        gate.awaitReached();
        List<Task<String>> joined = Regions.joined(JOINING, () -> region.getOrCreate("key", creator));
        gate.open();
        return Stream.concat(Stream.of(leader), joined.stream())
                .map(Task::failure)
                .toList();
    }

    @Test
    void anUncheckedExceptionReachesAllAsItIs() {
        IllegalStateException failure = new IllegalStateException("no database");

        assertThat(failures(failingWith(failure)))
                .hasSize(JOINING + 1)
                .allSatisfy(thrown -> assertThat(thrown).isSameAs(failure));
        assertThat(calls).hasValue(1);
    }

    @Test
    void anErrorReachesAllAsItIs() {
        Error failure = new StackOverflowError();

        assertThat(failures(failingWith(failure)))
                .hasSize(JOINING + 1)
                .allSatisfy(thrown -> assertThat(thrown).isSameAs(failure));
        assertThat(calls).hasValue(1);
    }

    @Test
    void aCheckedExceptionReachesAllAsTheCause() {
        IOException failure = new IOException("no route");

        assertThat(failures(failingWith(failure)))
                .hasSize(JOINING + 1)
                .allSatisfy(thrown -> assertThat(thrown)
                        .isInstanceOf(CreationException.class)
                        .hasMessageContaining("key")
                        .hasMessageContaining("no route")
                        .cause()
                        .isSameAs(failure));
        assertThat(calls).hasValue(1);
    }

    @Test
    void aFailureIsNotRemembered() {
        assertThatThrownBy(() -> region.getOrCreate("key", () -> {
                    throw new IOException("once");
                }))
                .isInstanceOf(CreationException.class);

        assertThat(region.<String>getOrCreate("key", () -> "value")).isEqualTo("value");
    }

    @Test
    void whoWasToldOfAFailureAndAsksAgainIsNotToldOfItTwice() {
        IllegalStateException failure = new IllegalStateException("no database");
        for (int round = 0; round < 20; round++) {
            String key = "key-" + round;
            Gate closed = new Gate();
            Callable<String> failing = () -> {
                closed.pass();
                throw failure;
            };
            Task<String> leader = Task.start(() -> region.getOrCreate(key, failing));
            closed.awaitReached();
            List<Task<String>> joined = Regions.joined(50, () -> {
                try {
                    return region.getOrCreate(key, failing);
                } catch (IllegalStateException told) {
                    return region.getOrCreate(key, () -> "second attempt");
                }
            });
            closed.open();

            assertThat(leader.failure()).isSameAs(failure);
            assertThat(joined).allSatisfy(task -> assertThat(task.value()).isEqualTo("second attempt"));
        }
    }

    @Test
    void aFailingBatchFailsThoseWhoJoinedForAnyOfItsKeys() {
        IllegalStateException failure = new IllegalStateException("no database");
        Task<Map<String, String>> leader = Task.start(() -> region.getOrCreateMulti(List.of("a", "b"), keys -> {
            gate.pass();
            throw failure;
        }));
        gate.awaitReached();
        List<Task<String>> single = Regions.joined(3, () -> region.getOrCreate("b", calls::toString));
        List<Task<Map<String, String>>> multi =
                Regions.joined(3, () -> region.getOrCreateMulti(List.of("b", "a"), keys -> Map.of()));
        gate.open();

        assertThat(leader.failure()).isSameAs(failure);
        assertThat(single).allSatisfy(task -> assertThat(task.failure()).isSameAs(failure));
        assertThat(multi).allSatisfy(task -> assertThat(task.failure()).isSameAs(failure));
    }

    @Test
    void aValueThatIsNotStoredIsSharedAllTheSame() {
        CallOptions never = CallOptions.NONE.cachingOnlyIf(value -> false);
        Callable<String> creator = () -> {
            gate.pass();
            return "value-" + calls.incrementAndGet();
        };
        Task<String> leader = Task.start(() -> region.getOrCreate("key", creator, never));
        gate.awaitReached();
        List<Task<String>> joined = Regions.joined(JOINING, () -> region.getOrCreate("key", creator, never));
        gate.open();

        assertThat(leader.value()).isEqualTo("value-1");
        assertThat(joined).allSatisfy(task -> assertThat(task.value()).isEqualTo("value-1"));
        assertThat(region.<String>get("key")).isNull();
        assertThat(region.<String>getOrCreate("key", creator, never)).isEqualTo("value-2");
    }

    @Test
    void thatABatchHasNoValueForAKeyIsSharedByBatches() {
        Task<Map<String, String>> leader = Task.start(() -> region.getOrCreateMulti(List.of("a", "b"), keys -> {
            gate.pass();
            return Map.of("a", "value");
        }));
        gate.awaitReached();
        List<Task<Map<String, String>>> joined = Regions.joined(
                JOINING,
                () -> region.getOrCreateMulti(List.of("b"), keys -> {
                    calls.incrementAndGet();
                    return Map.of();
                }));
        Task<String> single =
                Task.start(() -> region.getOrCreate("b", () -> "own")).awaitWaiting();
        gate.open();

        assertThat(leader.value()).isEqualTo(Map.of("a", "value"));
        assertThat(joined).allSatisfy(task -> assertThat(task.value()).isEmpty());
        assertThat(calls).hasValue(0);
        assertThat(single.value()).isEqualTo("own");
    }

    @Test
    void theTestWhetherToStoreIsAskedOncePerValue() {
        CallOptions counting = CallOptions.NONE.cachingOnlyIf(value -> calls.incrementAndGet() < 0);

        region.getOrCreateMulti(List.of("a", "b"), keys -> Map.of("a", 1, "b", 2), counting);
        region.getOrCreate("c", () -> 3, counting);

        assertThat(calls).hasValue(3);
    }
}
