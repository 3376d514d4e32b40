package io.dogpile.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** A fixed number of threads that are released at the same moment, again and again. For one caller at a time. */
public final class Storm implements AutoCloseable {

    private final int threads;
    private final CyclicBarrier start;
    private final ExecutorService pool;

    /**
     * Creates the threads.
     *
     * @param threads how many
     */
    public Storm(int threads) {
        this.threads = threads;
        this.start = new CyclicBarrier(threads);
        this.pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "storm");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Runs the same thing in all threads at once and waits for all of them.
     *
     * @param <V> type of the results
     * @param task what to run
     * @return the results and failures
     */
    public <V> Results<V> run(Callable<? extends V> task) {
        return runEach(number -> task);
    }

    /**
     * Runs one thing in each thread, all at once, and waits for all of them.
     *
     * @param <V> type of the results
     * @param tasks makes what to run from the thread's number, starting at zero
     * @return the results and failures
     */
    public <V> Results<V> runEach(IntFunction<? extends Callable<? extends V>> tasks) {
        List<Future<V>> futures = new ArrayList<>();
        for (int number = 0; number < threads; number++) {
            Callable<? extends V> task = tasks.apply(number);
            futures.add(pool.submit(() -> {
                start.await();
                return task.call();
            }));
        }
        Results<V> results = new Results<>(new ArrayList<>(), new ArrayList<>());
        for (Future<V> future : futures) {
            try {
                results.values.add(future.get());
            } catch (ExecutionException failed) {
                results.failures.add(failed.getCause());
            } catch (InterruptedException interruption) {
                throw new AssertionError("interrupted while waiting for a storm", interruption);
            }
        }
        return results;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    /**
     * What became of the threads.
     *
     * @param <V> type of the results
     * @param values what was returned, in the order of the threads' numbers
     * @param failures what was thrown
     */
    public record Results<V>(List<V> values, List<Throwable> failures) {}
}
