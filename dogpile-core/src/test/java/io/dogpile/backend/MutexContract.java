package io.dogpile.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dogpile.backend.Mutex.Held;
import io.dogpile.testing.Crew;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@link Mutex} promises, to be extended by the tests of whatever offers mutexes. */
@Timeout(120)
public abstract class MutexContract {

    private static final Duration LONG = Duration.ofSeconds(Crew.PATIENCE_SECONDS);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final String key = "mutex-" + UUID.randomUUID();
    private final String otherKey = key + "-other";

    /**
     * The mutex to be tested. Called again and again, also for the same key.
     *
     * @param mutexKey the key
     * @return its mutex
     */
    protected abstract Mutex mutex(String mutexKey);

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
    void aTakenLockIsRefusedWithoutWaitingWhenTheLimitIsZero() throws Exception {
        acquire();

        assertThat(mutex(key).tryAcquire(Duration.ZERO)).isEmpty();
    }

    @Test
    void aBoundedWaitForATakenLockEndsWithoutIt() throws Exception {
        acquire();
        long started = System.nanoTime();

        assertThat(mutex(key).tryAcquire(SHORT)).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(SHORT);
    }

    @Test
    void aWaiterGetsTheLockWhenItIsReleased() throws Exception {
        Held held = acquire();
        FutureTask<Optional<Held>> waiting = new FutureTask<>(() -> mutex(key).tryAcquire(LONG));
        Thread waiter = start(waiting);
        awaitBlocked(waiter);

        held.release();

        assertThat(Crew.get(waiting)).isPresent();
    }

    @Test
    void aLimitThatIsTooLongForNanosecondsWaitsLikeAnyOther() throws Exception {
        Held held = acquire();
        FutureTask<Optional<Held>> waiting =
                new FutureTask<>(() -> mutex(key).tryAcquire(Duration.ofSeconds(Long.MAX_VALUE)));
        Thread waiter = start(waiting);
        awaitBlocked(waiter);

        held.release();

        assertThat(Crew.get(waiting)).isPresent();
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
    void anInterruptEndsTheWait() throws Exception {
        acquire();
        FutureTask<Optional<Held>> waiting = new FutureTask<>(() -> mutex(key).tryAcquire(LONG));
        Thread waiter = start(waiting);
        awaitBlocked(waiter);

        waiter.interrupt();

        assertThatThrownBy(() -> Crew.get(waiting)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void anInterruptedWaiterLeavesTheLockToOthers() throws Exception {
        Held held = acquire();
        FutureTask<Optional<Held>> waiting = new FutureTask<>(() -> mutex(key).tryAcquire(LONG));
        Thread waiter = start(waiting);
        awaitBlocked(waiter);
        waiter.interrupt();
        waiter.join();

        assertThat(held.release()).isTrue();
        assertThat(mutex(key).tryAcquire(Duration.ZERO)).isPresent();
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

    private Held acquire() throws InterruptedException {
        return mutex(key).tryAcquire(Duration.ZERO).orElseThrow();
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work, "waiter");
        thread.start();
        return thread;
    }

    private static void awaitBlocked(Thread thread) {
        await().until(() ->
                thread.getState() == Thread.State.TIMED_WAITING || thread.getState() == Thread.State.WAITING);
    }
}
