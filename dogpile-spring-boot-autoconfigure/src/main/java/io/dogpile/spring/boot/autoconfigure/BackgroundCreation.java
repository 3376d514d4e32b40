package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.settings.InvalidSettingException;
import io.dogpile.settings.Suggestions;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.thread.Threading;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Where stale values are re-created if a region asks for that: on the executor that is configured, else on Boot's, else
 * on threads of its own. Not an executor itself, because Boot's would back off.
 *
 * <p>When the application shuts down it waits for running creations in the same phase as Boot's executor, which is the
 * first: requests that end later are served stale values, the resources that creations use are still open, and one that
 * hangs uses up a phase's time limit once, not once per executor.
 */
final class BackgroundCreation implements SmartLifecycle, AutoCloseable {

    /** Name of Boot's bean. */
    static final String APPLICATION_TASK_EXECUTOR = "applicationTaskExecutor";

    private static final String THREADS = "dogpile-creation-";

    private final BackgroundProperties properties;
    private final ConfigurableListableBeanFactory beans;
    private final Environment environment;
    private final ContextPropagation propagation;
    private final BoundedCreations creations;

    private @Nullable Executor own;
    private Runnable closing = () -> {};

    BackgroundCreation(
            BackgroundProperties properties,
            ConfigurableListableBeanFactory beans,
            Environment environment,
            ContextPropagation propagation) {
        if (properties.getCapacity() < 1) {
            throw new InvalidSettingException(
                    "dogpile.background.capacity",
                    properties.getCapacity(),
                    "there has to be room for one creation",
                    "Set a number from 1, or async-creation=false where callers are to create.");
        }
        this.properties = properties;
        this.beans = beans;
        this.environment = environment;
        this.propagation = propagation;
        this.creations = new BoundedCreations(properties.getCapacity());
    }

    /** One for any number of regions, which share its capacity. */
    Executor executor() {
        Executor executor = choose();
        return creation -> creations.execute(creation, executor);
    }

    private Executor choose() {
        String chosen = properties.getExecutor();
        if (chosen != null) {
            return propagation(chosen).wrap(named(chosen));
        }
        if (isExecutor(APPLICATION_TASK_EXECUTOR)) {
            return propagation(APPLICATION_TASK_EXECUTOR).wrap(named(APPLICATION_TASK_EXECUTOR));
        }
        return propagation.wrap(own());
    }

    private boolean isExecutor(String name) {
        return beans.containsBean(name) && beans.isTypeMatch(name, Executor.class);
    }

    private Executor named(String name) {
        if (!isExecutor(name)) {
            throw new InvalidSettingException(
                    "dogpile.background.executor",
                    name,
                    "there is no bean of that name and of type Executor",
                    Suggestions.advice(name, List.of(beans.getBeanNamesForType(Executor.class))));
        }
        return beans.getBean(name, Executor.class);
    }

    private ContextPropagation propagation(String executor) {
        return executor.equals(APPLICATION_TASK_EXECUTOR)
                        && environment.getProperty("spring.task.execution.propagate-context", Boolean.class, false)
                ? propagation.besideBoots()
                : propagation;
    }

    private synchronized Executor own() {
        if (own == null) {
            own = Threading.VIRTUAL.isActive(environment) ? virtualThreads() : pool();
        }
        return own;
    }

    private Executor virtualThreads() {
        SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor(THREADS);
        threads.setVirtualThreads(true);
        threads.setCancelRemainingTasksOnClose(true);
        closing = threads::close;
        return threads;
    }

    private Executor pool() {
        CustomizableThreadFactory threads = new CustomizableThreadFactory(THREADS);
        threads.setDaemon(true);
        int size = Math.max(2, Runtime.getRuntime().availableProcessors());
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(size, size, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        pool.allowCoreThreadTimeOut(true);
        closing = pool::shutdownNow;
        return pool;
    }

    @Override
    public void start() {
        creations.start();
    }

    @Override
    public boolean isRunning() {
        return !creations.isStopped();
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    /** The container ends the wait when the phase's time limit is over. */
    @Override
    public void stop(Runnable callback) {
        creations.stop(callback);
    }

    /** Interrupts what is still running on threads of its own. */
    @Override
    public synchronized void close() {
        stop();
        closing.run();
    }
}
