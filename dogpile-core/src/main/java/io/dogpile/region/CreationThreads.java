package io.dogpile.region;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of creators with time limits, in all regions that were given no others. Not bounded here: creators wait
 * for each other, and each caller waits for one; {@link Policies#maximumCreations} bounds those that nobody waits for.
 */
final class CreationThreads {

    private static final AtomicInteger COUNT = new AtomicInteger();

    static final Executor EXECUTOR = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> DetachedThreads.create("dogpile-limited-" + COUNT.incrementAndGet(), task));

    private CreationThreads() {}
}
