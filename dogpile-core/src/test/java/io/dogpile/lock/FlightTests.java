package io.dogpile.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.backend.WaitTimer;
import io.dogpile.lock.Outcome.Created;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P11: a circle is seen where there is one, and nowhere else. */
@Timeout(20)
class FlightTests {

    private final Thread me = Thread.currentThread();
    private final Thread other = new Thread("other");
    private final Flight<String> mine = new Flight<>("region 'test'", WaitTimer.SYSTEM, "mine", me, key -> false);
    private final Flight<String> others =
            new Flight<>("region 'test'", WaitTimer.SYSTEM, "others", other, key -> false);

    @AfterEach
    void forget() {
        Flight.WAITING.remove(other);
    }

    @Test
    void aLeaderThatWaitsForThisThreadClosesACircle() {
        Flight.WAITING.put(other, mine);
        assertThat(others.waitsFor(me)).isTrue();
    }

    @Test
    void whatAThreadLeadsOnlySinceItCalledDoesNotWaitForThatCall() {
        Flight.WAITING.put(other, mine);
        long moment = Flight.moment();
        assertThat(others.waitsFor(me, moment)).isTrue();

        mine.leadBy(me);
        assertThat(others.waitsFor(me, moment)).isFalse();
    }

    @Test
    void aLeaderThatWaitsForNothingClosesNone() {
        assertThat(others.waitsFor(me)).isFalse();
    }

    @Test
    void aLeaderThatHasNotYetWokenUpFromALandedFlightClosesNone() {
        mine.land(new Created<>("value"));
        Flight.WAITING.put(other, mine);
        assertThat(others.waitsFor(me)).isFalse();
    }

    @Test
    void aFlightThatHasLandedClosesNoneWhateverItsLeaderWaitsFor() {
        Flight.WAITING.put(other, mine);
        others.land(new Created<>("value"));
        assertThat(others.waitsFor(me)).isFalse();
    }

    @Test
    void aFlightThatHasNotStartedClosesNone() {
        assertThat(new Flight<String>("region 'test'", WaitTimer.SYSTEM, "queued", null, key -> false).waitsFor(me))
                .isFalse();
    }

    @Test
    void aFlightIsStartedOnce() {
        Flight<String> queued = new Flight<>("region 'test'", WaitTimer.SYSTEM, "queued", null, key -> false);
        assertThat(queued.start(other)).isTrue();
        assertThat(queued.start(me)).isFalse();
        assertThat(queued.isLedBy(other)).isTrue();
        assertThat(mine.start(other)).isFalse();
    }

    @Test
    void whoSupersedesWaitsForTheStoreOfAnotherThread() throws Exception {
        Gate gate = new Gate();
        Task<Boolean> store = Task.start(() -> mine.fence(() -> true).commit(held -> {
            try {
                gate.pass();
            } catch (InterruptedException interruption) {
                throw new AssertionError(interruption);
            }
            return true;
        }));
        gate.awaitReached();
        Task<Boolean> superseding = Task.start(() -> {
                    mine.supersede();
                    return mine.isSuperseded();
                })
                .awaitWaiting();
        gate.open();

        assertThat(store.value()).isTrue();
        assertThat(superseding.value()).isTrue();
        assertThat(mine.fence(() -> true).commit(held -> true)).isFalse();
    }

    @Test
    void whatIsCalledByAStoreMaySupersedeIt() {
        boolean stored = mine.fence(() -> true).commit(held -> {
            mine.supersede();
            return true;
        });

        assertThat(stored).isTrue();
        assertThat(mine.isSuperseded()).isTrue();
    }
}
