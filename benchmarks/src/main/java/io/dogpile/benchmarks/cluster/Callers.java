package io.dogpile.benchmarks.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** The threads of one process that ask a cache, and how long they wait for it, in nanoseconds. */
final class Callers implements AutoCloseable {

    private static final long LONGEST = TimeUnit.MINUTES.toNanos(1);

    /** For how long after its end a measurement goes on with reads that are overdue. */
    private static final long GRACE = TimeUnit.SECONDS.toNanos(2);

    private final ReadThrough cache;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    Callers(ReadThrough cache) {
        this.cache = cache;
    }

    static Histogram histogram() {
        return new ConcurrentHistogram(LONGEST, 3);
    }

    /** A thread's part. */
    @FunctionalInterface
    private interface Part {

        void run(int thread) throws Exception;
    }

    /**
     * All ask once, at one moment.
     *
     * @param at the moment, of {@link System#nanoTime}
     */
    Histogram ask(String key, int count, long at) throws Exception {
        Histogram waits = histogram();
        together(count, thread -> {
            sleepUntil(at);
            long asked = System.nanoTime();
            get(key);
            record(waits, System.nanoTime() - asked);
        });
        return waits;
    }

    /**
     * Each reads at times that are fixed beforehand, whether or not its last read has been answered: one that was due
     * while the thread was still waiting has waited since it was due. A thread that sleeps too long is not the cache's
     * fault, so a read that begins when nothing is overdue counts from its beginning.
     *
     * @param interval between two reads of a thread, in nanoseconds
     * @param offset of the first thread's first read, in nanoseconds
     * @param step by which each further thread is later, in nanoseconds
     * @param length of the whole, in nanoseconds
     * @param at when it begins, of {@link System#nanoTime}
     */
    Histogram read(String key, int count, long interval, long offset, long step, long length, long at)
            throws Exception {
        Histogram waits = histogram();
        together(count, thread -> {
            for (long due = at + offset + thread * step; due < at + length; due += interval) {
                long from = due;
                if (System.nanoTime() < due) {
                    sleepUntil(due);
                    from = System.nanoTime();
                }
                if (System.nanoTime() < at + length + GRACE) {
                    get(key);
                }
                record(waits, System.nanoTime() - from);
            }
        });
        return waits;
    }

    private void get(String key) throws Exception {
        Article article = cache.get(key);
        if (!article.equals(Article.of(key))) {
            throw new IllegalStateException("asked for " + key + ", got " + article);
        }
    }

    private void together(int count, Part part) throws Exception {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int thread = i;
            all.add(threads.submit(() -> {
                part.run(thread);
                return null;
            }));
        }
        for (Future<?> each : all) {
            each.get();
        }
    }

    private static void record(Histogram waits, long nanos) {
        waits.recordValue(Math.min(nanos, LONGEST));
    }

    private static void sleepUntil(long at) {
        for (long left = at - System.nanoTime(); left > 0; left = at - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Closes the cache too. */
    @Override
    public void close() {
        threads.shutdownNow();
        cache.close();
    }
}
