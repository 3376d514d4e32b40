package io.dogpile.backend;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where waits and time limits get their time from. It is not the clock that decides how old values are: it bounds how
 * long a thread or a creator is kept, and never goes back. Thread-safe.
 */
public interface WaitTimer {

    /** The machine's own time. */
    WaitTimer SYSTEM = new WaitTimer() {

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public <T> T await(CompletableFuture<T> future, long nanos) throws InterruptedException, TimeoutException {
            try {
                return future.get(nanos, TimeUnit.NANOSECONDS);
            } catch (ExecutionException failure) {
                throw new CompletionException(failure.getCause());
            }
        }

        @Override
        public Future<?> after(Duration delay, Runnable task) {
            CompletableFuture<Void> alarm =
                    new CompletableFuture<Void>().completeOnTimeout(null, delay.toNanos(), TimeUnit.NANOSECONDS);
            alarm.thenRun(task);
            return alarm;
        }
    };

    /**
     * The present.
     *
     * @return nanoseconds, of use only for differences, as with {@link System#nanoTime()}
     */
    long nanoTime();

    /**
     * Waits for a future.
     *
     * @param <T> type of its value
     * @param future the future, which does not fail
     * @param nanos how long to wait at most
     * @return its value
     * @throws InterruptedException if the thread was interrupted
     * @throws TimeoutException if it is not done by then
     */
    <T> T await(CompletableFuture<T> future, long nanos) throws InterruptedException, TimeoutException;

    /**
     * Runs a task later, on a thread of the timer's, which the task must not keep.
     *
     * @param delay the time until then, less than 292 years
     * @param task the task, which must not throw
     * @return cancels it, if it has not begun
     */
    Future<?> after(Duration delay, Runnable task);
}
