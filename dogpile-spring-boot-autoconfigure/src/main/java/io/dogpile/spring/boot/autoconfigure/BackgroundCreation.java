package io.dogpile.spring.boot.autoconfigure;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Where stale values are re-created if a region asks for that: on Boot's executor, or on a small pool of its own. Not
 * an executor itself, because Boot's would back off.
 */
final class BackgroundCreation implements AutoCloseable {

    /** Name of Boot's bean. */
    static final String APPLICATION_TASK_EXECUTOR = "applicationTaskExecutor";

    private static final int QUEUE_CAPACITY = 1_000;

    private final BeanFactory beans;
    private @Nullable ThreadPoolExecutor own;

    BackgroundCreation(BeanFactory beans) {
        this.beans = beans;
    }

    synchronized Executor executor() {
        if (beans.containsBean(APPLICATION_TASK_EXECUTOR)
                && beans.isTypeMatch(APPLICATION_TASK_EXECUTOR, Executor.class)) {
            return beans.getBean(APPLICATION_TASK_EXECUTOR, Executor.class);
        }
        if (own == null) {
            own = pool();
        }
        return own;
    }

    /** A creation that finds the queue full is refused; its caller keeps the stale value and a later one tries again. */
    private static ThreadPoolExecutor pool() {
        CustomizableThreadFactory threads = new CustomizableThreadFactory("dogpile-creation-");
        threads.setDaemon(true);
        int size = Math.max(2, Runtime.getRuntime().availableProcessors());
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                size, size, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE_CAPACITY), threads);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public synchronized void close() {
        if (own != null) {
            own.shutdownNow();
        }
    }
}
