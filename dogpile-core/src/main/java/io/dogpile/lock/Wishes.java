package io.dogpile.lock;

import io.dogpile.backend.Mutex;
import io.dogpile.lock.Lookup.Failing;
import io.dogpile.lock.Lookup.Fresh;
import io.dogpile.lock.Lookup.LastResort;
import io.dogpile.lock.Lookup.Resting;
import io.dogpile.lock.Lookup.Stale;
import io.dogpile.lock.Outcome.Abandoned;
import io.dogpile.lock.Outcome.Created;
import io.dogpile.lock.Outcome.Empty;
import io.dogpile.lock.Outcome.Failed;
import io.dogpile.lock.Outcome.Refused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which keys of a batch have got their values, and which are open: what {@link Batch} and {@link AsyncBatch} share, who
 * differ in how they wait. One step after the other may use it.
 */
final class Wishes<V extends @Nullable Object> {

    private final DogpileLock lock;
    private final FlightListener listener;
    private final Errors errors;
    private final Map<Object, V> results = new LinkedHashMap<>();
    private final Map<Object, Lookup<V>> open = new LinkedHashMap<>();

    Wishes(DogpileLock lock, Errors errors) {
        this.lock = lock;
        this.listener = lock.listener();
        this.errors = errors;
    }

    /** How a caller is told that there is no value for a key. */
    interface Errors {

        /** Its creator failed. */
        RuntimeException failed(Object key, Throwable error);

        /** Nobody created it, or not in time. */
        RuntimeException refused(Object key, Throwable why);
    }

    Map<Object, V> results() {
        return results;
    }

    List<Object> open() {
        return new ArrayList<>(open.keySet());
    }

    boolean isOver() {
        return open.isEmpty();
    }

    boolean isStale(Object key) {
        return open.get(key) instanceof Stale<V>;
    }

    /** Whether a failure or a long wait leaves its caller something. */
    boolean hasLastResort(Object key) {
        return open.get(key) instanceof LastResort;
    }

    boolean hasNothing(Object key) {
        return open.get(key) instanceof Lookup.Missing;
    }

    /** Takes what was looked up. What is not good enough stays open. */
    void take(Map<Object, Lookup<V>> answers) {
        answers.forEach((key, answer) -> {
            if (answer instanceof Fresh<V> fresh) {
                deliver(key, fresh.value());
            } else if (answer instanceof Resting<V> resting) {
                serve(key, resting.value(), StaleReason.BACKING_OFF);
            } else if (answer instanceof Failing<V> failing) {
                throw errors.failed(key, lock.repeated(key, failing));
            } else {
                open.put(key, answer);
            }
        });
    }

    /** Takes what was created for some keys, without a flight: those that are not in it have no value. */
    void take(Collection<Object> keys, Map<Object, V> created) {
        open.keySet().removeAll(keys);
        results.putAll(created);
    }

    private void deliver(Object key, V value) {
        open.remove(key);
        results.put(key, value);
    }

    private void serve(Object key, V value, StaleReason why) {
        listener.onStaleServed(key, why);
        listener.onLoadAvoided(key);
        deliver(key, value);
    }

    /**
     * Boards a flight for every open key that has none.
     *
     * @param maker makes the flight of a key, and is told whether its value is stale
     * @param boarded gets those flights
     * @param others gets those that were there, but for keys that have a stale value, which is served
     */
    void board(
            BiFunction<Object, Boolean, Flight<V>> maker,
            Map<Object, Flight<V>> boarded,
            Map<Object, Flight<V>> others) {
        for (Map.Entry<Object, Lookup<V>> entry : List.copyOf(open.entrySet())) {
            Object key = entry.getKey();
            Flight<V> mine = maker.apply(key, entry.getValue() instanceof Stale<V>);
            Flight<V> other = lock.board(mine);
            if (other == null) {
                boarded.put(key, mine);
            } else if (entry.getValue() instanceof Stale<V> stale) {
                serve(key, stale.value(), StaleReason.CREATING);
            } else {
                others.put(key, other);
            }
        }
    }

    /** Serves the stale keys of those that were boarded. Moves their flights from there to the answer. */
    Map<Object, Flight<V>> serveStale(Map<Object, Flight<V>> boarded) {
        Map<Object, Flight<V>> served = new LinkedHashMap<>();
        for (Map.Entry<Object, Flight<V>> entry : List.copyOf(boarded.entrySet())) {
            if (open.get(entry.getKey()) instanceof Stale<V> stale) {
                served.put(entry.getKey(), entry.getValue());
                listener.onStaleServed(entry.getKey(), StaleReason.CREATING);
                deliver(entry.getKey(), stale.value());
            }
        }
        boarded.keySet().removeAll(served.keySet());
        return served;
    }

    /** Boards flights for keys that have none, and whose backend elects a creator. */
    Map<Object, Flight<V>> boardIdle(Collection<Object> keys, Function<Object, Mutex> mutex) {
        Map<Object, Flight<V>> boarded = new LinkedHashMap<>();
        for (Object key : keys) {
            Flight<V> mine = lock.flight(key, null);
            if (mutex.apply(key) != Mutex.NONE && lock.board(mine) == null) {
                boarded.put(key, mine);
            }
        }
        return boarded;
    }

    /** Sends flights to the background together. */
    void dispatch(Map<Object, Flight<V>> flights, Consumer<List<Flight<V>>> fly, Executor executor) {
        if (!flights.isEmpty()) {
            flights.values().forEach(lock::tellIfFails);
            lock.dispatch(flights.values(), fly, executor);
        }
    }

    /** Takes what became of flights. Answers their keys that are still open: other processes are creating them. */
    Collection<Object> land(Collection<Object> keys, Map<Object, Outcome<V>> outcomes) {
        outcomes.forEach(this::land);
        List<Object> heldElsewhere = new ArrayList<>();
        for (Object key : keys) {
            if (open.get(key) instanceof Stale<V> stale) {
                serve(
                        key,
                        stale.value(),
                        outcomes.get(key) instanceof Abandoned<V> abandoned ? abandoned.why() : StaleReason.CREATING);
            } else if (open.containsKey(key)) {
                heldElsewhere.add(key);
            }
        }
        return heldElsewhere;
    }

    /** Takes what became of somebody else's flight. */
    void joined(Object key, Outcome<V> outcome) {
        if (outcome instanceof Created<V> || outcome instanceof Failed<V> || outcome instanceof Empty<V>) {
            listener.onLoadAvoided(key);
        }
        land(key, outcome);
    }

    void land(Object key, Outcome<V> outcome) {
        if (outcome instanceof Created<V> created) {
            deliver(key, created.value());
        } else if (outcome instanceof Empty<V>) {
            open.remove(key);
        } else if (outcome instanceof Failed<V> failed) {
            if (open.get(key) instanceof LastResort<V> last) {
                serve(key, last.value(), StaleReason.FAILED);
            } else {
                throw errors.failed(key, failed.error());
            }
        } else if (outcome instanceof Refused<V> refused) {
            deliverInstead(key, refused.why());
        }
    }

    private void deliverInstead(Object key, Throwable refusal) {
        StaleReason why = refusal instanceof CreationRejectedException ? StaleReason.NO_TURN : StaleReason.SLOW;
        if (Failures.isLackOfTime(refusal) && open.get(key) instanceof LastResort<V> last) {
            serve(key, last.value(), why);
        } else if (Failures.isLackOfTime(refusal) && open.get(key) instanceof Stale<V> stale) {
            serve(key, stale.value(), why);
        } else {
            throw errors.refused(key, refusal);
        }
    }
}
