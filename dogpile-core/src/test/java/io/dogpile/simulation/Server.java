package io.dogpile.simulation;

import io.dogpile.redis.RedisTwin;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The Redis server that all processes share, with its connections. */
final class Server {

    private final World world;
    final RedisTwin redis;
    final List<Link> links = new ArrayList<>();
    private final List<Runnable> stalled = new ArrayList<>();
    private final Map<String, Taken> locks = new HashMap<>();
    private long stalledUntil;
    private long refusingUntil;

    /** By whom a lock was taken, and when. */
    record Taken(Machine by, long at) {}

    Server(World world, RedisTwin.Observer observer) {
        this.world = world;
        this.redis = new RedisTwin(this::micros, this::publish, observer);
    }

    long micros() {
        return TimeUnit.SECONDS.toMicros(world.instant().getEpochSecond())
                + world.instant().getNano() / 1_000;
    }

    private void publish(byte[] channel, byte[] message) {
        links.forEach(link -> link.deliver(channel, message));
    }

    /** Answers nobody for a while, and then carries out what has come. */
    void stall(Duration time) {
        stalledUntil = Math.max(stalledUntil, world.nanos() + time.toNanos());
        world.after(time, null, this::goOn);
    }

    private void goOn() {
        if (!isStalled()) {
            List<Runnable> queued = List.copyOf(stalled);
            stalled.clear();
            queued.forEach(Runnable::run);
        }
    }

    private boolean isStalled() {
        return stalledUntil > world.nanos();
    }

    /** Is gone for a while, and comes back with what it had, or without. */
    void fail(Duration time, boolean forget) {
        refusingUntil = Math.max(refusingUntil, world.nanos() + time.toNanos());
        List.copyOf(links).forEach(Link::cut);
        if (forget) {
            redis.flush();
        }
    }

    boolean isRefusing() {
        return refusingUntil > world.nanos();
    }

    boolean take(Machine by, byte[] key, byte[] token, long ttlMillis) {
        boolean free = redis.setIfAbsent(key, token, ttlMillis);
        if (free) {
            locks.put(new String(key, StandardCharsets.UTF_8), new Taken(by, world.nanos()));
        }
        return free;
    }

    /** By whom a lock is held; null if it is free. */
    @Nullable
    Taken lock(String key) {
        return redis.bytes(key) == null ? null : locks.get(key);
    }

    /** Carries out a request that has arrived. */
    void serve(Runnable request) {
        if (isStalled()) {
            stalled.add(request);
        } else {
            request.run();
        }
    }
}
