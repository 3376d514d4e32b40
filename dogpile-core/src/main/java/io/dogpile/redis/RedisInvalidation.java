package io.dogpile.redis;

import io.dogpile.backend.BackendException;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.RegionInvalidationStrategy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A region's cut-offs in Redis, by the server's clock. Each process keeps a copy, which only moves forward; it is
 * renewed by a message, after a reconnect, and at an interval in case a message was lost.
 */
final class RedisInvalidation implements RegionInvalidationStrategy, AutoCloseable {

    private static final Logger LOG = System.getLogger("io.dogpile.redis");

    private final RedisCommands commands;
    private final Calls calls;
    private final byte[] key;
    private final byte[] channel;
    private final @Nullable InstantSource localClock;
    private final RedisCommands.Subscription subscription;
    private volatile long hard = NEVER;
    private volatile long soft = NEVER;

    RedisInvalidation(
            RedisCommands commands,
            Calls calls,
            byte[] key,
            ScheduledExecutorService scheduler,
            @Nullable InstantSource localClock,
            Duration interval) {
        this.localClock = localClock;
        this.commands = commands;
        this.calls = calls;
        this.key = key;
        this.channel = key;
        this.subscription = commands.subscribe(channel, this::merge, this::reread);
        readFirst();
        scheduler.scheduleWithFixedDelay(this::reread, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void invalidate(boolean asHard) {
        long cutoff = calls.await(
                "invalidate",
                () -> commands.eval(
                        Scripts.INVALIDATE,
                        List.of(key),
                        List.of(RedisKeys.bytes(asHard ? "hard" : "soft"), channel, now())));
        move(asHard ? cutoff : NEVER, asHard ? NEVER : cutoff);
    }

    /** Zero for the server's own. */
    private byte[] now() {
        long here = localClock == null ? 0 : CachedValue.nowMicros(localClock);
        return RedisKeys.bytes(Long.toString(here));
    }

    /** A new process must not take for fresh what was invalidated before it started. */
    private void readFirst() {
        try {
            merge(calls.await("GET", () -> commands.get(key)));
        } catch (BackendException failure) {
            LOG.log(Level.DEBUG, "reading a region's invalidation failed, will be tried again", failure);
        }
    }

    private void reread() {
        try {
            commands.get(key).whenComplete((stored, failure) -> {
                if (failure != null) {
                    LOG.log(Level.DEBUG, "reading a region's invalidation failed, will be tried again", failure);
                } else {
                    merge(stored);
                }
            });
        } catch (RuntimeException failure) {
            LOG.log(Level.DEBUG, "reading a region's invalidation failed, will be tried again", failure);
        }
    }

    /** {@code hard:soft}, in microseconds; 0 for never. */
    private void merge(byte @Nullable [] stored) {
        if (stored == null) {
            return;
        }
        String[] parts = new String(stored, StandardCharsets.US_ASCII).split(":");
        try {
            move(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException foreign) {
            LOG.log(Level.WARNING, "the key of a region's invalidation holds something else", foreign);
        }
    }

    private synchronized void move(long newHard, long newSoft) {
        hard = Math.max(hard, newHard == 0 ? NEVER : newHard);
        soft = Math.max(soft, newSoft == 0 ? NEVER : newSoft);
    }

    @Override
    public long hardCutoff() {
        return hard;
    }

    @Override
    public long softCutoff() {
        return soft;
    }

    @Override
    public void close() {
        subscription.close();
    }
}
