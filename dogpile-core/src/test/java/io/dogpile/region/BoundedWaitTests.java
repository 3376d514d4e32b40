package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dogpile.backend.Mutex.Held;
import io.dogpile.lock.CreationInterruptedException;
import io.dogpile.lock.CreationTimeoutException;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P4: every wait has a limit and names who it waited for; interrupts are honoured. */
@Timeout(20)
class BoundedWaitTests {

    private static final Duration SHORT = Duration.ofMillis(40);

    private final Gate gate = new Gate();
    private final CacheRegion region = Regions.inMemory();
    private final CacheRegion impatient = CacheRegion.of(
            "test", RegionConfig.builder("memory").waitTimeout(SHORT).build());

    @AfterEach
    void end() {
        gate.open();
    }

    private static CreationTimeoutException timeoutOf(Callable<?> call) {
        return catchThrowableOfType(CreationTimeoutException.class, call::call);
    }

    @Test
    void aCreatorThatDoesNotReturnIsWaitedForNoLongerThanTheLimit() {
        Task<String> stuck = Task.start("stuck-thread", () -> impatient.getOrCreate("key", gate.then("value")));
        gate.awaitReached();

        CreationTimeoutException single = timeoutOf(() -> impatient.getOrCreate("key", () -> "mine"));
        CreationTimeoutException multi =
                timeoutOf(() -> impatient.getOrCreateMulti(List.of("key"), keys -> Map.of("key", "mine")));

        assertThat(List.of(single, multi)).allSatisfy(timeout -> {
            assertThat(timeout.key()).isEqualTo("key");
            assertThat(timeout.holder()).contains("stuck-thread", " ms");
            assertThat(timeout.waited()).isGreaterThanOrEqualTo(SHORT);
            assertThat(timeout).hasMessageContaining("'key'").hasMessageContaining("stuck-thread");
        });
        assertThat(impatient.<String>getOrCreate("other", () -> "other value")).isEqualTo("other value");
        gate.open();
        assertThat(stuck.value()).isEqualTo("value");
        assertThat(impatient.<String>get("key")).isEqualTo("value");
    }

    @Test
    void aBatchStillCreatesItsOtherKeysBeforeItGivesUp() {
        Task.start(() -> impatient.getOrCreate("key", gate.then("value")));
        gate.awaitReached();

        assertThat(timeoutOf(
                        () -> impatient.getOrCreateMulti(List.of("key", "other"), keys -> Map.of("other", "created"))))
                .isNotNull();
        assertThat(impatient.<String>get("other")).isEqualTo("created");
    }

    @Test
    void aLimitOfZeroDoesNotWaitAtAll() {
        CacheRegion hasty = CacheRegion.of(
                "test", Regions.memory().waitTimeout(Duration.ZERO).build());
        Task<String> stuck = Task.start("stuck-thread", () -> hasty.getOrCreate("key", gate.then("value")));
        gate.awaitReached();

        assertThat(timeoutOf(() -> hasty.getOrCreate("key", () -> "mine")).holder())
                .contains("stuck-thread");
        assertThat(hasty.<String>getOrCreate("free", () -> "value")).isEqualTo("value");
        assertThat(stuck.isDone()).isFalse();
    }

    @Test
    void aMutexHeldElsewhereIsWaitedForNoLongerThanTheLimit() throws Exception {
        Held elsewhere = Task.start(
                        "other-process", () -> impatient.backend().mutex("key").tryAcquire(Duration.ZERO))
                .value()
                .orElseThrow();

        CreationTimeoutException single = timeoutOf(() -> impatient.getOrCreate("key", () -> "mine"));
        CreationTimeoutException multi =
                timeoutOf(() -> impatient.getOrCreateMulti(List.of("key"), keys -> Map.of("key", "mine")));

        assertThat(List.of(single, multi)).allSatisfy(timeout -> {
            assertThat(timeout.key()).isEqualTo("key");
            assertThat(timeout.holder()).contains("other-process");
            assertThat(timeout.waited()).isGreaterThanOrEqualTo(SHORT);
        });
        assertThat(elsewhere.release()).isTrue();
        assertThat(impatient.<String>getOrCreate("key", () -> "mine")).isEqualTo("mine");
    }

    @Test
    void aMutexHeldElsewhereIsTakenWhenItIsReleased() throws Exception {
        Held elsewhere = region.backend().mutex("key").tryAcquire(Duration.ZERO).orElseThrow();
        Task<String> single =
                Task.start(() -> region.getOrCreate("key", () -> "mine")).awaitWaiting();
        Task<Map<String, String>> multi = Task.start(
                        () -> region.getOrCreateMulti(List.of("key"), keys -> Map.of("key", "mine")))
                .awaitWaiting();

        assertThat(elsewhere.release()).isTrue();

        assertThat(single.value()).isEqualTo("mine");
        assertThat(multi.value()).isEqualTo(Map.of("key", "mine"));
    }

    @Test
    void anInterruptedWaiterLeavesAndNobodyElseDoes() {
        AtomicBoolean flag = new AtomicBoolean();
        Task<String> leader = Task.start(() -> region.getOrCreate("key", gate.then("value")));
        gate.awaitReached();
        Task<String> patient =
                Task.start(() -> region.getOrCreate("key", () -> "mine")).awaitWaiting();
        Task<String> interrupted = Task.start(() -> keepingFlag(flag, () -> region.getOrCreate("key", () -> "mine")))
                .awaitWaiting();

        interrupted.interrupt();

        assertThat(interrupted.failure())
                .isInstanceOf(CreationInterruptedException.class)
                .hasMessageContaining("key");
        assertThat(flag).isTrue();
        gate.open();
        assertThat(leader.value()).isEqualTo("value");
        assertThat(patient.value()).isEqualTo("value");
    }

    @Test
    void anInterruptedLeaderIsReplacedByOneWhoJoined() {
        interruptLeader(gate.then("never"));
    }

    @Test
    void aLeaderWhoseCreatorWrapsTheInterruptionIsReplacedToo() {
        interruptLeader(() -> {
            try {
                gate.pass();
                return "never";
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("aborted", interruption);
            }
        });
    }

    @Test
    void aLeaderInterruptedWhileItsCreatorWaitsForAnotherKeyIsReplacedToo() {
        Gate other = new Gate();
        Task.start(() -> region.getOrCreate("other", other.then("value")));
        other.awaitReached();
        interruptLeader(() -> {
            gate.open();
            gate.pass();
            return region.getOrCreate("other", () -> "mine");
        });
        other.open();
    }

    private void interruptLeader(Callable<String> creator) {
        AtomicBoolean flag = new AtomicBoolean();
        AtomicInteger creations = new AtomicInteger();
        Task<String> leader = Task.start(() -> keepingFlag(flag, () -> region.getOrCreate("key", creator)));
        gate.awaitReached();
        List<Task<Integer>> joined = Regions.joined(10, () -> region.getOrCreate("key", creations::incrementAndGet));
        leader.awaitWaiting().interrupt();

        assertThat(leader.failure()).isInstanceOf(RuntimeException.class);
        assertThat(flag).isTrue();
        assertThat(joined).allSatisfy(task -> assertThat(task.value()).isEqualTo(1));
        assertThat(Regions.lockOf(region).isCreating("key")).isFalse();
    }

    @Test
    void anInterruptedLeaderOfABatchIsReplacedByThoseWhoJoined() {
        AtomicBoolean flag = new AtomicBoolean();
        Task<Map<String, String>> leader = Task.start(() -> keepingFlag(
                flag,
                () -> region.getOrCreateMulti(List.of("a", "b"), keys -> {
                    gate.pass();
                    return Map.of();
                })));
        gate.awaitReached();
        Task<String> a =
                Task.start(() -> region.getOrCreate("a", () -> "new a")).awaitWaiting();
        Task<Map<String, String>> b = Task.start(
                        () -> region.getOrCreateMulti(List.of("b"), keys -> Map.of("b", "new b")))
                .awaitWaiting();

        leader.interrupt();

        assertThat(leader.failure()).isInstanceOf(CreationInterruptedException.class);
        assertThat(flag).isTrue();
        assertThat(a.value()).isEqualTo("new a");
        assertThat(b.value()).isEqualTo(Map.of("b", "new b"));
    }

    private static <V> V keepingFlag(AtomicBoolean flag, Callable<V> call) throws Exception {
        try {
            return call.call();
        } finally {
            flag.set(Thread.currentThread().isInterrupted());
        }
    }
}
