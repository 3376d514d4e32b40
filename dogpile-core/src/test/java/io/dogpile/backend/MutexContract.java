package io.dogpile.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.backend.Mutex.Held;
import io.dogpile.testing.Crew;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@link Mutex} promises, to be extended by the tests of whatever offers mutexes. */
@Timeout(120)
public abstract class MutexContract extends MutexWaitingContract {

    /** For the suites. */
    protected MutexContract() {}

    /**
     * How many locks the implementation keeps something in memory for. The default can only ask the keys of this test.
     *
     * @return zero if nothing is held
     */
    protected int heldCount() {
        return (mutex(key).isLocked() ? 1 : 0) + (mutex(otherKey).isLocked() ? 1 : 0);
    }

    @Test
    void aFreeLockIsTakenAtOnce() throws Exception {
        assertThat(mutex(key).tryAcquire(Duration.ZERO)).isPresent();
    }

    @Test
    void aLockIsReleasedOnce() throws Exception {
        Held held = acquire();

        assertThat(held.release()).isTrue();
        assertThat(held.release()).isFalse();
    }

    @Test
    void aReleasedHandleDoesNotReleaseTheNextHoldersLock() throws Exception {
        Held stale = acquire();
        stale.release();
        Held current = acquire();

        assertThat(stale.release()).isFalse();
        assertThat(mutex(key).isLocked()).isTrue();
        assertThat(current.release()).isTrue();
    }

    @Test
    void aHandleMayBeReleasedByAnotherThread() throws Exception {
        Held held = acquire();

        assertThat(Crew.get(CompletableFuture.supplyAsync(held::release))).isTrue();
        assertThat(mutex(key).tryAcquire(Duration.ZERO)).isPresent();
    }

    @Test
    void theHolderItselfIsRefusedASecondTime() throws Exception {
        Mutex mutex = mutex(key);
        mutex.tryAcquire(Duration.ZERO).orElseThrow();

        assertThat(mutex.tryAcquire(Duration.ZERO)).isEmpty();
    }

    @Test
    void locksOfDifferentKeysDoNotExcludeEachOther() throws Exception {
        Held held = acquire();
        for (int i = 0; i < 3; i++) {
            Held other = mutex(otherKey).tryAcquire(Duration.ZERO).orElseThrow();
            assertThat(mutex(otherKey).tryAcquire(Duration.ZERO)).isEmpty();
            assertThat(other.release()).isTrue();
        }
        assertThat(held.release()).isTrue();
    }

    @Test
    void saysWhetherItIsLockedWithoutLocking() throws Exception {
        assertThat(mutex(key).isLocked()).isFalse();
        assertThat(mutex(key).isLocked()).isFalse();

        Held held = acquire();

        assertThat(mutex(key).isLocked()).isTrue();
        assertThat(mutex(otherKey).isLocked()).isFalse();
        held.release();
        assertThat(mutex(key).isLocked()).isFalse();
    }

    @Test
    void saysWhoHoldsIt() throws Exception {
        assertThat(mutex(key).holder()).isEqualTo("nobody");

        Held held = acquire();

        assertThat(mutex(key).holder()).isNotBlank().isNotEqualTo("nobody");
        held.release();
        assertThat(mutex(key).holder()).isEqualTo("nobody");
    }

    @Test
    void nothingIsLeftOfALockThatIsReleased() throws Exception {
        Held held = acquire();
        Held other = mutex(otherKey).tryAcquire(Duration.ZERO).orElseThrow();
        mutex(key).tryAcquire(SHORT);
        assertThat(heldCount()).isEqualTo(2);

        held.release();
        other.release();

        assertThat(heldCount()).isZero();
    }

    @Test
    void manyThreadsNeverHoldItTogether() throws Exception {
        int rounds = 200;
        int threads = 8;
        int[] unguarded = new int[1];
        AtomicReference<Thread> inside = new AtomicReference<>();

        Crew.work(threads, () -> {
            for (int i = 0; i < rounds; i++) {
                Held held = mutex(key).tryAcquire(LONG).orElseThrow();
                assertThat(inside.getAndSet(Thread.currentThread())).isNull();
                unguarded[0]++;
                inside.set(null);
                assertThat(held.release()).isTrue();
            }
            return true;
        });

        assertThat(unguarded[0]).isEqualTo(threads * rounds);
        assertThat(heldCount()).isZero();
    }
}
