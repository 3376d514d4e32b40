package io.dogpile.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;

/**
 * Something that runs in a thread of its own, and what became of it. Thread-safe.
 *
 * @param <V> type of the result
 */
public final class Task<V> {

    private final FutureTask<V> future;
    private final Thread thread;

    private Task(String name, Callable<V> callable) {
        future = new FutureTask<>(callable);
        thread = new Thread(future, name);
        thread.setDaemon(true);
    }

    /**
     * Starts something.
     *
     * @param <V> type of the result
     * @param name the name of its thread
     * @param callable what to run
     * @return the task
     */
    public static <V> Task<V> start(String name, Callable<V> callable) {
        Task<V> task = new Task<>(name, callable);
        task.thread.start();
        return task;
    }

    /**
     * Starts something whose thread's name does not matter.
     *
     * @param <V> type of the result
     * @param callable what to run
     * @return the task
     */
    public static <V> Task<V> start(Callable<V> callable) {
        return start("task", callable);
    }

    /**
     * Waits until the thread waits for something.
     *
     * @return this task
     */
    public Task<V> awaitWaiting() {
        Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(this::isWaiting);
        return this;
    }

    private boolean isWaiting() {
        if (isDone()) {
            throw new AssertionError("the task has ended, it does not wait for anything");
        }
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    /** Interrupts the thread. */
    public void interrupt() {
        thread.interrupt();
    }

    /**
     * Whether it has ended.
     *
     * @return true if so
     */
    public boolean isDone() {
        return future.isDone();
    }

    /**
     * Waits for the result.
     *
     * @return what the callable returned
     * @throws AssertionError if it threw
     */
    public V value() {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            throw new AssertionError("the task failed", failed.getCause());
        } catch (InterruptedException interruption) {
            throw new AssertionError("interrupted while waiting for a task", interruption);
        }
    }

    /**
     * Waits for the failure.
     *
     * @return what the callable threw
     * @throws AssertionError if it did not throw
     */
    public Throwable failure() {
        try {
            throw new AssertionError("the task did not fail, it returned " + future.get());
        } catch (ExecutionException failed) {
            return failed.getCause();
        } catch (InterruptedException interruption) {
            throw new AssertionError("interrupted while waiting for a task", interruption);
        }
    }
}
