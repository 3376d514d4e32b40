package io.dogpile.lock;

import io.dogpile.backend.Mutex.Held;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Ends creations whose creator runs too long: nothing that it makes later is stored, its locks are released, its flights
 * land, and its thread is interrupted. So a creator that hangs keeps nobody from the next attempt.
 */
final class TimeLimit {

    /** For creators that may run as long as they like. */
    private static final Future<?> NONE = CompletableFuture.completedFuture(null);

    private final Future<?> alarm;

    private TimeLimit(Future<?> alarm) {
        this.alarm = alarm;
    }

    /** What the callers get in place of what the creator has not made. */
    @FunctionalInterface
    interface Recovery<V extends @Nullable Object> {

        Map<Object, Outcome<V>> recover(
                Map<Object, Flight<V>> flights, Map<Object, Held> held, CreatorTimeoutException timeout);
    }

    static <V extends @Nullable Object> TimeLimit start(
            DogpileLock lock,
            String place,
            @Nullable Duration limit,
            Executor executor,
            Map<Object, Flight<V>> flights,
            Map<Object, Held> held,
            Recovery<V> recovery) {
        return new TimeLimit(
                limit == null
                        ? NONE
                        : lock.timer()
                                .after(
                                        limit,
                                        () -> executor.execute(
                                                () -> expire(lock, place, limit, flights, held, recovery))));
    }

    private static <V extends @Nullable Object> void expire(
            DogpileLock lock,
            String place,
            Duration limit,
            Map<Object, Flight<V>> flights,
            Map<Object, Held> held,
            Recovery<V> recovery) {
        Map<Object, Flight<V>> expired = new LinkedHashMap<>();
        flights.forEach((key, flight) -> {
            if (flight.expire()) {
                expired.put(key, flight);
            }
        });
        if (expired.isEmpty()) {
            return;
        }
        List<Object> keys = List.copyOf(expired.keySet());
        CreatorTimeoutException timeout =
                new CreatorTimeoutException(place, keys.size() == 1 ? keys.get(0) : keys, limit);
        keys.forEach(key -> lock.listener().onCreatorTimeout(key, limit));
        Map<Object, Outcome<V>> outcomes = new LinkedHashMap<>();
        try {
            outcomes.putAll(recovery.recover(expired, held, timeout));
        } finally {
            expired.forEach((key, flight) -> {
                Held mutex = held.get(key);
                if (mutex != null) {
                    lock.release(key, mutex);
                }
                lock.land(flight, outcomes.getOrDefault(key, new Outcome.Failed<>(timeout)));
            });
            expired.values().forEach(Flight::interruptCreator);
        }
    }

    void cancel() {
        alarm.cancel(false);
    }
}
