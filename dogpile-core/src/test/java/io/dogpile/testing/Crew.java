package io.dogpile.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads that do the same work at the same time. */
public final class Crew {

    /** Far beyond what any test needs; only there so that a deadlock fails instead of hanging. */
    public static final long PATIENCE_SECONDS = 60;

    private Crew() {}

    /**
     * Has several threads do the work, all starting together, and waits for them.
     *
     * @param <T> type of the results
     * @param size how many threads
     * @param work what each of them does
     * @return their results
     * @throws Exception the first failure
     */
    public static <T> List<T> work(int size, Callable<T> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(size);
        ExecutorService threads = Executors.newFixedThreadPool(size);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                futures.add(threads.submit(() -> {
                    start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    return work.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(get(future));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    /**
     * The result of something that runs in another thread.
     *
     * @param <T> type of the result
     * @param future what runs
     * @return its result
     * @throws Exception what it threw
     */
    public static <T> T get(Future<T> future) throws Exception {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof Exception exception) {
                throw exception;
            }
            throw failure;
        }
    }
}
