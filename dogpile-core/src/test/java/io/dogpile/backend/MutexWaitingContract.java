package io.dogpile.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dogpile.backend.Mutex.Held;
import io.dogpile.testing.Crew;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The part of {@link MutexContract} that is about waiting. */
public abstract class MutexWaitingContract {

    static final Duration LONG = Duration.ofSeconds(Crew.PATIENCE_SECONDS);
    static final Duration SHORT = Duration.ofMillis(20);

    final String key = "mutex-" + UUID.randomUUID();
    final String otherKey = key + "-other";

    /**
     * The mutex to be tested. Called again and again, also for the same key.
     *
     * @param mutexKey the key
     * @return its mutex
     */
    protected abstract Mutex mutex(String mutexKey);

    /** For the suites. */
    protected MutexWaitingContract() {}

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

    private CompletableFuture<Optional<Held>> acquireLater(Duration limit) {
        return mutex(key).tryAcquireAsync(limit, ForkJoinPool.commonPool());
    }

    @Test
    void aFreeLockIsTakenWithoutKeepingAThread() throws Exception {
        Held held = Crew.get(acquireLater(Duration.ZERO)).orElseThrow();

        assertThat(mutex(key).isLocked()).isTrue();
        assertThat(Crew.get(acquireLater(Duration.ZERO))).isEmpty();
        assertThat(held.release()).isTrue();
        assertThat(mutex(key).isLocked()).isFalse();
    }

    @Test
    void aBoundedWaitThatKeepsNoThreadEndsWithoutTheLock() throws Exception {
        Held held = acquire();
        long started = System.nanoTime();

        assertThat(Crew.get(acquireLater(SHORT))).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(SHORT);
        held.release();
        assertThat(mutex(key).tryAcquire(Duration.ZERO)).isPresent();
    }

    @Test
    void whoWaitsWithoutAThreadGetsTheLockWhenItIsReleased() throws Exception {
        Held held = acquire();
        CompletableFuture<Optional<Held>> waiting = acquireLater(Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(waiting).isNotDone();

        held.release();

        assertThat(Crew.get(waiting)).isPresent();
    }

    @Test
    void manyWhoWaitWithoutAThreadGetTheLockOneAfterAnother() throws Exception {
        Held held = acquire();
        AtomicInteger holders = new AtomicInteger();
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(acquireLater(LONG).thenApply(taken -> {
                assertThat(holders.incrementAndGet()).isOne();
                holders.decrementAndGet();
                return taken.orElseThrow().release();
            }));
        }
        held.release();

        for (CompletableFuture<Boolean> one : all) {
            assertThat(Crew.get(one)).isTrue();
        }
    }

    final Held acquire() throws InterruptedException {
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
