package io.dogpile.benchmarks;

import io.dogpile.backend.WaitTimer;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.Policies;
import io.dogpile.region.RegionConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

/**
 * Time that passes from event to event, so that hours of a region's life take a second and come out the same on every
 * machine. Everything happens in the one thread that lets it pass.
 */
final class VirtualTime implements InstantSource, WaitTimer {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private record Event(long nanos, long number, Runnable task) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::nanos).thenComparingLong(Event::number));
    private long now;
    private long scheduled;

    /** A region that lives in this time. */
    CacheRegion region(Policies policies, UnaryOperator<RegionConfig.Builder> settings) {
        return CacheRegion.of(
                "effects",
                settings.apply(RegionConfig.builder("memory")
                                .policies(policies)
                                .clock(this)
                                .timer(this)
                                .randomness(new Random(1))
                                .creationExecutor(Runnable::run)
                                .futuresExecutor(Runnable::run))
                        .build());
    }

    @Override
    public Instant instant() {
        return START.plusNanos(now);
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public <T> T await(CompletableFuture<T> future, long nanos) {
        throw new UnsupportedOperationException("the only thread must not wait");
    }

    @Override
    public Future<?> after(Duration delay, Runnable task) {
        CompletableFuture<Void> alarm = new CompletableFuture<>();
        at(delay, () -> {
            if (alarm.complete(null)) {
                task.run();
            }
        });
        return alarm;
    }

    /** What a creator answers that takes so long. */
    <V> CompletableFuture<V> answer(Duration taking, Callable<V> creator) {
        CompletableFuture<V> answer = new CompletableFuture<>();
        at(taking, () -> {
            try {
                answer.complete(creator.call());
            } catch (Exception failure) {
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }

    void at(Duration delay, Runnable task) {
        events.add(new Event(now + delay.toNanos(), scheduled++, task));
    }

    /** Lets everything happen that happens within that time. */
    void pass(Duration time) {
        long end = now + time.toNanos();
        while (!events.isEmpty() && events.element().nanos() <= end) {
            Event next = events.remove();
            now = next.nanos();
            next.task().run();
        }
        now = end;
    }
}
