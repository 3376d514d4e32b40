package io.dogpile.redis;

import io.dogpile.backend.CachedValue;
import io.dogpile.backend.Stages;
import io.dogpile.backend.WaitTimer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The server's clock, as far as it can be known: this machine's clock, moved by what the two were last seen to differ.
 * A difference that is smaller than the round trip in which it was measured is none. In a cluster, whose nodes may
 * differ, it is the clock of the node that keeps the region's invalidation.
 */
final class RedisClock implements InstantSource {

    private final InstantSource local;
    private final RedisCommands commands;
    private final byte[] invalidation;
    private final WaitTimer timer;
    private volatile long offsetMicros;

    RedisClock(
            InstantSource local,
            RedisCommands commands,
            byte[] invalidation,
            ScheduledExecutorService scheduler,
            Duration interval,
            WaitTimer timer) {
        this.timer = timer;
        this.local = local;
        this.commands = commands;
        this.invalidation = invalidation;
        scheduler.scheduleWithFixedDelay(
                this::measure, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Compares the clocks; answers the server's time. */
    CompletionStage<Long> measure() {
        long started = timer.nanoTime();
        return Stages.map(time().toCompletableFuture(), server -> {
            // the clock before the round trip: a pause between the two makes that longer, but is no difference
            long here = CachedValue.nowMicros(local);
            compare(server, here, (timer.nanoTime() - started) / 1_000);
            return server;
        });
    }

    private CompletionStage<Long> time() {
        return commands.isCluster()
                ? commands.eval(Scripts.TIME, List.of(invalidation), List.of())
                : commands.timeMicros();
    }

    private void compare(long serverMicros, long hereMicros, long roundTripMicros) {
        long offset = serverMicros - (hereMicros - roundTripMicros / 2);
        if (Math.abs(offset - offsetMicros) > roundTripMicros) {
            offsetMicros = Math.abs(offset) > roundTripMicros ? offset : 0;
        }
    }

    @Override
    public Instant instant() {
        return local.instant().plus(offsetMicros, ChronoUnit.MICROS);
    }

    @Override
    public long millis() {
        return local.millis() + offsetMicros / 1_000;
    }
}
