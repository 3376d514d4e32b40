package io.dogpile.region;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads behind the futures of all regions that were given no others. */
final class FuturesPool {

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Without a bound: a bounded pool deadlocks when all its threads wait for creations that need one of them. */
    static final Executor EXECUTOR = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), FuturesPool::newThread);

    private FuturesPool() {}

    private static Thread newThread(Runnable task) {
        return DetachedThreads.create("dogpile-futures-" + COUNT.incrementAndGet(), task);
    }
}
