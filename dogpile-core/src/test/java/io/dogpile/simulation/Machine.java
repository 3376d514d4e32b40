package io.dogpile.simulation;

import io.dogpile.backend.WaitTimer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Where a process runs: its threads, clock and timer. It can be stopped for a while, and for ever. */
final class Machine implements WaitTimer, Executor, InstantSource {

    private static final long LONGEST = Duration.ofDays(1).toNanos();

    private final World world;
    final String name;
    private final Duration skew;
    private final Set<World.Parked> parked = new LinkedHashSet<>();
    private boolean dead;
    private long pausedUntil;

    Machine(World world, String name, Duration skew) {
        this.world = world;
        this.name = name;
        this.skew = skew;
    }

    boolean isDead() {
        return dead;
    }

    long pausedUntil() {
        return pausedUntil;
    }

    Set<World.Parked> parked() {
        return parked;
    }

    /** Like SIGSTOP, and SIGCONT after that time. */
    void pause(Duration time) {
        pausedUntil = Math.max(pausedUntil, world.nanos() + time.toNanos());
    }

    /** Like SIGKILL. */
    void kill() {
        dead = true;
        List<World.Parked> all = new ArrayList<>(parked);
        parked.clear();
        all.forEach(World.Parked::kill);
        world.forget(this);
    }

    private void requireAlive() {
        if (dead) {
            throw new Crashed();
        }
    }

    @Override
    public Instant instant() {
        return world.instant().plus(skew);
    }

    @Override
    public long nanoTime() {
        return world.nanos();
    }

    @Override
    public <T> T await(CompletableFuture<T> future, long nanos) throws InterruptedException, TimeoutException {
        requireAlive();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!future.isDone()) {
            if (nanos <= 0) {
                throw new TimeoutException();
            }
            World.Parked parking = world.park();
            Event alarm = world.after(Duration.ofNanos(Math.min(nanos, LONGEST)), this, parking::wake);
            future.whenComplete((value, failure) -> parking.wake());
            parking.untilWoken();
            alarm.cancel();
            requireAlive();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (!future.isDone()) {
                throw new TimeoutException();
            }
        }
        return future.join();
    }

    /** Keeps the running thread for some time. */
    void sleep(Duration time) throws InterruptedException {
        try {
            await(new CompletableFuture<Void>(), Math.max(1, time.toNanos()));
        } catch (TimeoutException over) {
            // as was wanted
        }
    }

    @Override
    public Future<?> after(Duration delay, Runnable task) {
        return new Alarm(task, delay);
    }

    /** A thread of a pool takes the task up soon. */
    @Override
    public void execute(Runnable task) {
        if (!dead) {
            world.start(world.chance(0.05) ? world.millis(0, 30) : world.millis(0, 1), this, task);
        }
    }

    /** Runs a task on a thread of its own. */
    void start(Duration delay, Runnable task) {
        world.start(delay, this, task);
    }

    private final class Alarm extends FutureTask<@Nullable Void> {

        private final Event event;

        @SuppressWarnings("NullAway") // the result is null
        Alarm(Runnable task, Duration delay) {
            super(task, null);
            event = world.after(delay, Machine.this, this);
        }

        @Override
        protected void setException(Throwable unexpected) {
            throw new AssertionError("an alarm failed", unexpected);
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            event.cancel();
            return super.cancel(mayInterrupt);
        }
    }
}
