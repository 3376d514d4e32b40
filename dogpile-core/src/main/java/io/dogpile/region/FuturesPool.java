package io.dogpile.region;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads behind the futures of all regions that were given no others: few, as long as they get on, and more when
 * they don't. What waits here is short, so a burst of a thousand answers must not become a thousand threads. But what
 * depends on futures may block, even on others that need a thread of this pool, so it must not be bounded either. If the
 * first task in the queue has not moved for a while, all threads are stuck, and there will be twice as many.
 */
final class FuturesPool implements Executor {

    static final int SIZE = Math.max(16, 2 * Runtime.getRuntime().availableProcessors());

    static final Executor EXECUTOR = new FuturesPool();

    private static final long PATIENCE_MILLIS = 20;
    private static final int LARGEST = 1 << 15;

    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean watched = new AtomicBoolean();
    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            SIZE, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new LinkedTransferQueue<>(), this::newThread);

    FuturesPool() {
        pool.allowCoreThreadTimeOut(true);
    }

    private Thread newThread(Runnable task) {
        return DetachedThreads.create("dogpile-futures-" + count.incrementAndGet(), task);
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
        watchQueue();
    }

    private void watchQueue() {
        Queue<Runnable> queue = pool.getQueue();
        if (!queue.isEmpty() && watched.compareAndSet(false, true)) {
            watch(queue.peek());
        }
    }

    private void watch(@Nullable Runnable first) {
        CompletableFuture.delayedExecutor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS, Runnable::run)
                .execute(() -> lookAgain(first));
    }

    private void lookAgain(@Nullable Runnable first) {
        Runnable now = pool.getQueue().peek();
        if (now == null) {
            pool.setCorePoolSize(SIZE);
            watched.set(false);
            watchQueue(); // perhaps something came meanwhile
            return;
        }
        if (now == first) {
            pool.setCorePoolSize(Math.min(LARGEST, 2 * pool.getCorePoolSize()));
        }
        watch(now);
    }

    int threadCount() {
        return pool.getPoolSize();
    }

    int queuedCount() {
        return pool.getQueue().size();
    }
}
