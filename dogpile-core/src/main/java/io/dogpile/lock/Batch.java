package io.dogpile.lock;

import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.lock.Lookup.Fresh;
import io.dogpile.lock.Lookup.Stale;
import io.dogpile.lock.Outcome.Abandoned;
import io.dogpile.lock.Outcome.Created;
import io.dogpile.lock.Outcome.Empty;
import io.dogpile.lock.Outcome.Failed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One caller's wish for several keys. In rounds: board a flight for every key that has none, create those together and
 * land them; only then wait, for the flights of others and for mutexes that other processes hold, one at a time; then
 * start over with whatever is left without a value. It never holds one key while it waits for another, so batches
 * can't block each other in any order of keys.
 */
final class Batch<V extends @Nullable Object> {

    private final DogpileLock lock;
    private final FlightListener listener;
    private final BatchCreation<V> batch;
    private final Deadline deadline;
    private final @Nullable Executor background;

    private final Map<Object, V> results = new LinkedHashMap<>();
    private final Map<Object, Lookup<V>> pending = new LinkedHashMap<>();

    Batch(
            DogpileLock lock,
            FlightListener listener,
            BatchCreation<V> batch,
            Deadline deadline,
            @Nullable Executor background) {
        this.lock = lock;
        this.listener = listener;
        this.batch = batch;
        this.deadline = deadline;
        this.background = background;
    }

    Map<Object, V> run(Map<Object, Lookup<V>> seen) {
        take(seen);
        if (!pending.isEmpty() && batch.mutex(pending.keySet().iterator().next()) == Mutex.NONE) {
            createUnshared(new ArrayList<>(pending.keySet()));
        }
        while (!pending.isEmpty()) {
            Map<Object, Flight<V>> boarded = new LinkedHashMap<>();
            Map<Object, Flight<V>> others = new LinkedHashMap<>();
            board(boarded, others);
            if (background != null) {
                dispatchStale(boarded, background);
            }
            Collection<Object> heldElsewhere = boarded.isEmpty() ? List.of() : lead(boarded);
            others.forEach(this::join);
            heldElsewhere.forEach(this::leadWaiting);
            if (!pending.isEmpty()) {
                take(lookAgain());
            }
        }
        return results;
    }

    private Map<Object, Lookup<V>> lookAgain() {
        Map<Object, Lookup<V>> answers = batch.look(new ArrayList<>(pending.keySet()));
        answers.forEach((key, answer) -> {
            if (answer instanceof Fresh<V>) {
                listener.onLoadAvoided(key);
            }
        });
        return answers;
    }

    private void take(Map<Object, Lookup<V>> answers) {
        answers.forEach((key, answer) -> {
            if (answer instanceof Fresh<V> fresh) {
                deliver(key, fresh.value());
            } else {
                pending.put(key, answer);
            }
        });
    }

    private void deliver(Object key, V value) {
        pending.remove(key);
        results.put(key, value);
    }

    private void serveStale(Object key, Stale<V> stale) {
        listener.onStaleServed(key);
        deliver(key, stale.value());
    }

    private void board(Map<Object, Flight<V>> boarded, Map<Object, Flight<V>> others) {
        for (Map.Entry<Object, Lookup<V>> entry : List.copyOf(pending.entrySet())) {
            boolean queued = background != null && entry.getValue() instanceof Stale<V>;
            Flight<V> mine = lock.flight(entry.getKey(), queued ? null : Thread.currentThread());
            Flight<V> other = lock.board(mine);
            if (other == null) {
                boarded.put(entry.getKey(), mine);
            } else if (entry.getValue() instanceof Stale<V> stale) {
                serveStale(entry.getKey(), stale);
                listener.onLoadAvoided(entry.getKey());
            } else {
                others.put(entry.getKey(), other);
            }
        }
    }

    /** Serves the stale keys of those that were boarded, and sends their flights to the background together. */
    private void dispatchStale(Map<Object, Flight<V>> boarded, Executor executor) {
        Map<Object, Flight<V>> sent = new LinkedHashMap<>();
        for (Map.Entry<Object, Flight<V>> entry : List.copyOf(boarded.entrySet())) {
            if (pending.get(entry.getKey()) instanceof Stale<V> stale) {
                sent.put(entry.getKey(), entry.getValue());
                serveStale(entry.getKey(), stale);
            }
        }
        boarded.keySet().removeAll(sent.keySet());
        if (sent.isEmpty()) {
            return;
        }
        lock.dispatch(sent.values(), this::flyInBackground, executor);
    }

    private void flyInBackground(List<Flight<V>> flights) {
        Map<Object, Flight<V>> started = new LinkedHashMap<>();
        flights.forEach(flight -> started.put(flight.key, flight));
        try {
            fly(started, batch::tryAcquire).forEach((key, outcome) -> {
                if (outcome instanceof Failed<V> failed) {
                    listener.onBackgroundFailure(key, Failures.asThrown(key, failed.error()));
                }
            });
        } catch (RuntimeException | Error failure) {
            started.keySet().forEach(key -> listener.onBackgroundFailure(key, failure));
        }
    }

    /** Creates what can be created at once. Answers the keys that other processes are creating. */
    private Collection<Object> lead(Map<Object, Flight<V>> boarded) {
        fly(boarded, batch::tryAcquire).forEach(this::deliver);
        List<Object> heldElsewhere = new ArrayList<>();
        for (Object key : boarded.keySet()) {
            if (pending.get(key) instanceof Stale<V> stale) {
                serveStale(key, stale);
                listener.onLoadAvoided(key);
            } else if (pending.containsKey(key)) {
                heldElsewhere.add(key);
            }
        }
        return heldElsewhere;
    }

    private void leadWaiting(Object key) {
        Flight<V> mine = lock.flight(key, Thread.currentThread());
        Flight<V> other = lock.board(mine);
        if (other != null) {
            join(key, other);
            return;
        }
        Acquisition waiting = keys -> {
            Mutex mutex = batch.mutex(key);
            Deadline wait = new Deadline(deadline.remaining());
            Held held =
                    mutex.tryAcquire(wait.remaining()).orElseThrow(() -> lock.timeout(key, mutex.holder(), deadline));
            listener.onJoined(key, wait.elapsed());
            return Map.of(key, held);
        };
        fly(Map.of(key, mine), waiting).forEach(this::deliver);
    }

    private void join(Object key, Flight<V> other) {
        Outcome<V> outcome = lock.join(other, deadline);
        if (outcome == null) {
            createUnshared(List.of(key));
            return;
        }
        if (!(outcome instanceof Abandoned<V>)) {
            listener.onLoadAvoided(key);
        }
        deliver(key, outcome);
    }

    private void createUnshared(List<Object> keys) {
        Map<Object, V> created = Failures.createUnshared(keys, batch);
        keys.forEach(pending::remove);
        results.putAll(created);
    }

    private void deliver(Object key, Outcome<V> outcome) {
        if (outcome instanceof Created<V> created) {
            deliver(key, created.value());
        } else if (outcome instanceof Failed<V> failed) {
            throw Failures.of(key, failed.error(), batch.wrapsFailures());
        } else if (outcome instanceof Empty<V>) {
            pending.remove(key);
        }
    }

    /** Creates the keys whose mutexes can be had, and lands all the flights whatever happens. */
    private Map<Object, Outcome<V>> fly(Map<Object, Flight<V>> boarded, Acquisition acquisition) {
        Map<Object, Outcome<V>> outcomes = new LinkedHashMap<>();
        try {
            Map<Object, Held> held = acquisition.acquire(new ArrayList<>(boarded.keySet()));
            try {
                createHolding(boarded, held, outcomes);
            } finally {
                held.forEach(lock::release);
            }
        } catch (InterruptedException interruption) {
            throw Failures.interrupted(boarded.keySet(), interruption);
        } finally {
            boarded.forEach((key, flight) -> lock.land(flight, outcomes.getOrDefault(key, new Abandoned<>())));
        }
        return outcomes;
    }

    private void createHolding(Map<Object, Flight<V>> boarded, Map<Object, Held> held, Map<Object, Outcome<V>> outcomes)
            throws InterruptedException {
        List<Object> missing = new ArrayList<>(held.keySet());
        try {
            batch.look(held.keySet()).forEach((key, answer) -> {
                if (answer instanceof Fresh<V> fresh) {
                    listener.onLoadAvoided(key);
                    outcomes.put(key, new Created<>(fresh.value()));
                    missing.remove(key);
                }
            });
            if (!missing.isEmpty()) {
                Map<Object, V> created =
                        batch.create(List.copyOf(missing), (keys, store) -> commit(boarded, held, keys, store));
                created.forEach((key, value) -> outcomes.put(key, new Created<>(value)));
                missing.forEach(key -> outcomes.putIfAbsent(key, new Empty<>()));
            }
        } catch (InterruptedException interruption) {
            throw interruption;
        } catch (Throwable error) {
            missing.forEach(key -> outcomes.put(key, new Failed<>(error)));
        }
    }

    /** Stores what is not superseded. */
    static <V extends @Nullable Object> Set<Object> commit(
            Map<Object, Flight<V>> boarded,
            Map<Object, Held> held,
            Collection<Object> keys,
            Consumer<Map<Object, Held>> store) {
        List<Flight<V>> fenced = new ArrayList<>();
        Map<Object, Held> current = new LinkedHashMap<>();
        try {
            for (Object key : keys) {
                Flight<V> flight = boarded.get(key);
                Held lock = held.get(key);
                if (flight != null && lock != null && flight.beginStore()) {
                    fenced.add(flight);
                    current.put(key, lock);
                }
            }
            if (!current.isEmpty()) {
                store.accept(current);
            }
            return current.keySet();
        } finally {
            fenced.forEach(Flight::endStore);
        }
    }

    /** How the locks of some keys are obtained. */
    @FunctionalInterface
    private interface Acquisition {

        Map<Object, Held> acquire(List<Object> keys) throws InterruptedException;
    }
}
