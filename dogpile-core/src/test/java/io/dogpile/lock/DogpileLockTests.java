package io.dogpile.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.backend.Mutex;
import io.dogpile.backend.WaitTimer;
import io.dogpile.lock.Lookup.Fresh;
import io.dogpile.lock.Lookup.Missing;
import io.dogpile.lock.Lookup.Stale;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Task;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The election alone, against other processes that take, lose and break the mutex. */
@Timeout(20)
class DogpileLockTests {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final RecordingListener listener = new RecordingListener();
    private final DogpileLock lock = new DogpileLock("region 'test'", listener, WaitTimer.SYSTEM, Runnable::run);
    private final FakeCreation creation = new FakeCreation();
    private final Gate gate = new Gate();

    private String enter(Lookup<String> seen) {
        return lock.enter("key", seen, creation, new Terms(LONG, null));
    }

    private String enter() {
        return enter(new Missing<>());
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(lock.flightCount()).isZero();
        assertThat(creation.mutexes.heldCount()).isZero();
        assertThat(Flight.WAITING).isEmpty();
    }

    @Test
    void aFreshValueIsReturnedAsItIs() {
        assertThat(enter(new Fresh<>("seen"))).isEqualTo("seen");
        assertThat(creation.log).isEmpty();
    }

    @Test
    void theLeaderLooksAgainUnderTheMutexAndThenCreatesStoresAndReleases() {
        creation.mutex = new FakeMutex(() -> creation.log.add("acquired"), () -> creation.log.add("released"));

        assertThat(enter()).isEqualTo("value");
        assertThat(creation.log).containsExactly("acquired", "look", "create", "stored", "released");
        assertThat(listener.told).isEmpty();
    }

    @Test
    void aLeaderThatFindsAnotherProcessesValueDoesNotCreate() {
        creation.stored = new Fresh<>("theirs");

        assertThat(enter()).isEqualTo("theirs");
        assertThat(creation.log).containsExactly("look");
    }

    @Test
    void theMutexIsReleasedBeforeTheFlightLands() {
        creation.mutex = new FakeMutex(() -> true, () -> creation.log.add("flights: " + lock.flightCount()));

        assertThat(enter()).isEqualTo("value");
        assertThat(creation.log).endsWith("flights: 1");
    }

    @Test
    void aMutexHeldElsewhereTimesOutAndNamesItsHolder() {
        creation.mutex = new FakeMutex(() -> false, () -> false);

        assertThatThrownBy(this::enter)
                .isInstanceOf(CreationTimeoutException.class)
                .hasMessageContaining("another process");
        assertThat(enter(new Stale<>("stale"))).isEqualTo("stale");
        assertThat(listener.told).containsExactly("stale served");
        assertThat(creation.log).isEmpty();
    }

    @Test
    void aLostLockIsReportedAndTheValueReturned() {
        creation.mutex = new FakeMutex(() -> true, () -> false);

        assertThat(enter()).isEqualTo("value");
        assertThat(listener.told).containsExactly("lost lock");
    }

    @Test
    void aMutexThatThrowsOnReleaseCountsAsLost() {
        creation.mutex = new FakeMutex(() -> true, () -> {
            throw new IllegalStateException("connection reset");
        });

        assertThat(enter()).isEqualTo("value");
        assertThat(listener.told).containsExactly("lost lock");
    }

    @Test
    void aMutexThatThrowsFailsItsLeaderOnly() {
        AtomicInteger attempts = new AtomicInteger();
        Gate acquiring = new Gate();
        creation.mutex = new FakeMutex(
                () -> {
                    if (attempts.incrementAndGet() > 1) {
                        return true;
                    }
                    try {
                        acquiring.pass();
                    } catch (InterruptedException impossible) {
                        throw new AssertionError(impossible);
                    }
                    throw new IllegalStateException("connection reset");
                },
                () -> true);
        Task<String> leader = Task.start(this::enter);
        acquiring.awaitReached();
        Task<String> joined = Task.start(this::enter).awaitWaiting();
        acquiring.open();

        assertThat(leader.failure()).hasMessage("connection reset");
        assertThat(joined.value()).isEqualTo("value");
    }

    @Test
    void withoutAnElectionEverybodyCreates() {
        creation.mutex = Mutex.NONE;

        assertThat(enter()).isEqualTo("value");
        assertThat(creation.log).containsExactly("create unshared");
    }

    @Test
    void whoeverJoinsGetsTheValueAndIsCounted() {
        creation.creator = gate.then("value");
        Task<String> leader = Task.start(this::enter);
        gate.awaitReached();
        List<Task<String>> joined = List.of(
                Task.start(this::enter).awaitWaiting(), Task.start(this::enter).awaitWaiting());
        assertThat(lock.isCreating("key")).isTrue();
        assertThat(lock.flightCount()).isEqualTo(1);
        gate.open();

        assertThat(leader.value()).isEqualTo("value");
        assertThat(joined).allSatisfy(task -> assertThat(task.value()).isEqualTo("value"));
        assertThat(listener.told).containsExactly("joined", "joined");
        assertThat(creation.log).containsExactly("look", "create", "stored");
    }

    @Test
    void aChangeWaitsForAStoreThatHasBegun() {
        creation.beforeStore = () -> {
            try {
                gate.pass();
            } catch (InterruptedException impossible) {
                throw new AssertionError(impossible);
            }
        };
        Task<String> leader = Task.start(this::enter);
        gate.awaitReached();
        Task<Boolean> change = Task.start(() -> lock.change(List.of("key"), () -> {
                    creation.stored = new Missing<>();
                    return true;
                }))
                .awaitWaiting();
        gate.open();

        assertThat(change.value()).isTrue();
        assertThat(leader.value()).isEqualTo("value");
        assertThat(creation.stored).isEqualTo(new Missing<>());
    }

    @Test
    void aChangeThatFailsStillVoidsTheCreationAndLeavesTheKeyUsable() {
        creation.creator = gate.then("value");
        Task<String> leader = Task.start(this::enter);
        gate.awaitReached();
        assertThatThrownBy(() -> lock.change(List.of("key"), () -> {
                    throw new IllegalStateException("connection reset");
                }))
                .hasMessage("connection reset");
        gate.open();

        assertThat(leader.value()).isEqualTo("value");
        assertThat(creation.log).endsWith("not stored");
        assertThat(enter()).isEqualTo("value");
        assertThat(creation.log).endsWith("stored");
    }

    @Test
    void whatChangesOneKeyDoesNotVoidAnother() {
        creation.creator = gate.then("value");
        Task<String> leader = Task.start(this::enter);
        gate.awaitReached();
        assertThat(lock.change(List.of("other"), () -> true)).isTrue();
        gate.open();

        assertThat(leader.value()).isEqualTo("value");
        assertThat(creation.log).endsWith("stored");
    }
}
