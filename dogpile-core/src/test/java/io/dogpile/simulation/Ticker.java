package io.dogpile.simulation;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The thread on which a backend renews its leases and the like, which nobody waits for. */
final class Ticker extends AbstractExecutorService implements ScheduledExecutorService {

    private final World world;
    private final Machine machine;
    private final Set<Tick> ticks = new LinkedHashSet<>();
    private boolean shutdown;

    Ticker(World world, Machine machine) {
        this.world = world;
        this.machine = machine;
    }

    /** How many tasks are to be run again and again. */
    long repeating() {
        return ticks.stream().filter(tick -> tick.period > 0).count();
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return new Tick(command, 0).in(unit.toNanos(delay));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long first, long period, TimeUnit unit) {
        return new Tick(command, unit.toNanos(period)).in(unit.toNanos(first));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long delay, TimeUnit unit) {
        return scheduleAtFixedRate(command, first, delay, unit);
    }

    @Override
    public void shutdown() {
        shutdown = true;
        List.copyOf(ticks).forEach(tick -> tick.cancel(false));
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return shutdown;
    }

    @Override
    public void execute(Runnable command) {
        schedule(command, 0, TimeUnit.NANOSECONDS);
    }

    private final class Tick extends FutureTask<@Nullable Void> implements ScheduledFuture<@Nullable Void> {

        private final long period;
        private @Nullable Event event;

        @SuppressWarnings("NullAway") // the result is null
        Tick(Runnable task, long period) {
            super(task, null);
            this.period = period;
        }

        Tick in(long nanos) {
            if (!shutdown && !isCancelled()) {
                ticks.add(this);
                event = world.idly(Duration.ofNanos(nanos), machine, this);
            }
            return this;
        }

        @Override
        public void run() {
            ticks.remove(this);
            if (period == 0) {
                super.run();
            } else if (runAndReset()) {
                in(period);
            }
        }

        @Override
        protected void setException(Throwable unexpected) {
            throw new AssertionError("a repeated task failed", unexpected);
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            ticks.remove(this);
            if (event != null) {
                event.cancel();
            }
            return super.cancel(mayInterrupt);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }
}
