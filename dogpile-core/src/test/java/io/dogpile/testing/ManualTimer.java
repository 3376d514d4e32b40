package io.dogpile.testing;

import io.dogpile.backend.WaitTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/** Waits end and limits are reached only when this is moved. Tasks run in the thread that moves it. Thread-safe. */
public final class ManualTimer implements WaitTimer {

    private record Alarm(long nanos, CompletableFuture<Void> bell) {}

    private final List<Alarm> alarms = new ArrayList<>();
    private long now;

    /** Creates a timer that stands still. */
    public ManualTimer() {}

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public <T> T await(CompletableFuture<T> future, long nanos) throws InterruptedException, TimeoutException {
        CompletableFuture<Void> bell = ring(nanos);
        try {
            CompletableFuture.anyOf(future, bell).get();
        } catch (ExecutionException failure) {
            throw new AssertionError("only futures that don't fail are awaited", failure);
        } finally {
            bell.cancel(false);
        }
        if (!future.isDone()) {
            throw new TimeoutException();
        }
        return future.join();
    }

    @Override
    public Future<?> after(Duration delay, Runnable task) {
        CompletableFuture<Void> bell = ring(delay.toNanos());
        bell.thenRun(task);
        return bell;
    }

    private synchronized CompletableFuture<Void> ring(long delay) {
        alarms.removeIf(alarm -> alarm.bell().isDone());
        CompletableFuture<Void> bell = new CompletableFuture<>();
        if (delay <= 0) {
            bell.complete(null);
        } else {
            alarms.add(new Alarm(Math.min(delay, Long.MAX_VALUE - now) + now, bell));
        }
        return bell;
    }

    /**
     * Moves the time.
     *
     * @param time how far
     */
    public void advance(Duration time) {
        List<Alarm> due;
        synchronized (this) {
            now += time.toNanos();
            due = alarms.stream()
                    .filter(alarm -> alarm.nanos() <= now)
                    .sorted(Comparator.comparingLong(Alarm::nanos))
                    .toList();
            alarms.removeAll(due);
        }
        due.forEach(alarm -> alarm.bell().complete(null));
    }

    /**
     * How many wait for a time within a span.
     *
     * @param span the span from now
     * @return the number of waits and tasks that {@link #advance} by this span would end
     */
    public synchronized long dueWithin(Duration span) {
        return alarms.stream()
                .filter(alarm -> !alarm.bell().isDone() && alarm.nanos() <= now + span.toNanos())
                .count();
    }
}
