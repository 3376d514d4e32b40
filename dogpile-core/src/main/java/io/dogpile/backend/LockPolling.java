package io.dogpile.backend;

import io.dogpile.backend.Mutex.Held;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a lock without keeping a thread: tries, without waiting, again and again in growing intervals, and at once
 * when it hears of a release. For implementations of {@link Mutex#tryAcquireAsync}.
 */
public final class LockPolling {

    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private final Mutex mutex;
    private final WaitTimer timer;
    private final long startedNanos;
    private final long limitNanos;
    private final long longestPause;
    private final Supplier<CompletableFuture<Void>> releases;
    private final Executor executor;
    private final CompletableFuture<Optional<Held>> result = new CompletableFuture<>();

    private LockPolling(
            Mutex mutex,
            Duration limit,
            Duration longestPause,
            Supplier<CompletableFuture<Void>> releases,
            Executor executor,
            WaitTimer timer) {
        this.timer = timer;
        this.startedNanos = timer.nanoTime();
        this.mutex = mutex;
        this.limitNanos = TimeUnit.NANOSECONDS.convert(limit); // caps what is too long for nanoseconds
        this.longestPause = TimeUnit.NANOSECONDS.convert(longestPause);
        this.releases = releases;
        this.executor = executor;
    }

    /**
     * Takes a lock when it can be had.
     *
     * @param mutex what to ask; always with the limit zero
     * @param limit how long to wait at most
     * @param longestPause the longest time between two tries
     * @param releases answers a future that the next release completes, which is cancelled when it is of no more use;
     *     asked before each try, so that no release falls between
     * @param executor where the mutex is asked
     * @param timer where the time for pauses and the limit comes from
     * @return the handle of the lock, or empty if somebody else held it all the while
     */
    public static CompletableFuture<Optional<Held>> acquire(
            Mutex mutex,
            Duration limit,
            Duration longestPause,
            Supplier<CompletableFuture<Void>> releases,
            Executor executor,
            WaitTimer timer) {
        LockPolling polling = new LockPolling(mutex, limit, longestPause, releases, executor, timer);
        executor.execute(() -> polling.attempt(Math.min(FIRST_PAUSE, polling.longestPause)));
        return polling.result;
    }

    private void attempt(long pause) {
        CompletableFuture<Void> release = null;
        try {
            release = releases.get();
            Optional<Held> held = mutex.tryAcquire(Duration.ZERO);
            long remaining = limitNanos - (timer.nanoTime() - startedNanos);
            if (held.isPresent() || remaining <= 0) {
                release.cancel(false);
                result.complete(held);
            } else {
                pause(release, Math.min(pause, remaining), pause);
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            fail(release, interruption);
        } catch (RuntimeException | Error failure) {
            fail(release, failure);
        }
    }

    private void pause(CompletableFuture<Void> release, long nanos, long pause) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        Future<?> alarm = timer.after(Duration.ofNanos(nanos), () -> over.complete(null));
        CompletableFuture.anyOf(release, over)
                .whenCompleteAsync(
                        (any, failure) -> {
                            boolean released = release.isDone();
                            release.cancel(false);
                            alarm.cancel(false);
                            attempt(released ? Math.min(FIRST_PAUSE, longestPause) : Math.min(2 * pause, longestPause));
                        },
                        executor);
    }

    private void fail(@Nullable CompletableFuture<Void> release, Throwable failure) {
        if (release != null) {
            release.cancel(false);
        }
        result.completeExceptionally(failure);
    }
}
