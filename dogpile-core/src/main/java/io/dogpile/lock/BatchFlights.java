package io.dogpile.lock;

import io.dogpile.backend.Mutex.Held;
import io.dogpile.lock.Lookup.Failing;
import io.dogpile.lock.Lookup.Fresh;
import io.dogpile.lock.Lookup.Resting;
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
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Brings the flights of one batch to their ends, in the thread that calls. */
final class BatchFlights<V extends @Nullable Object> {

    private final DogpileLock lock;
    private final BatchCreation<V> batch;
    private final Terms terms;

    BatchFlights(DogpileLock lock, BatchCreation<V> batch, Terms terms) {
        this.lock = lock;
        this.batch = batch;
        this.terms = terms;
    }

    /** How the locks of some keys are obtained. */
    @FunctionalInterface
    interface Acquisition {

        Map<Object, Held> acquire(List<Object> keys) throws InterruptedException;
    }

    /** Creates the keys whose mutexes can be had, and lands all the flights whatever happens. */
    Map<Object, Outcome<V>> fly(
            Map<Object, Flight<V>> boarded, Acquisition acquisition, Deadline waiting, Predicate<Object> isStale) {
        Map<Object, Outcome<V>> outcomes = new LinkedHashMap<>();
        Map<Object, Flight<V>> flying = new LinkedHashMap<>(boarded);
        Turns.Turn turn = null;
        try {
            turn = takeTurn(flying, outcomes, waiting, isStale);
            if (turn != null && !flying.isEmpty()) {
                Map<Object, Held> held = acquisition.acquire(new ArrayList<>(flying.keySet()));
                abandonOthers(lock, flying, held);
                try {
                    createHolding(flying, held, outcomes);
                } finally {
                    held.forEach((key, mutex) -> {
                        Flight<V> flight = flying.get(key);
                        if (flight == null || flight.close()) {
                            lock.release(key, mutex);
                        }
                    });
                }
            }
        } catch (InterruptedException interruption) {
            if (boarded.values().stream().noneMatch(Flight::isExpired)) {
                Throwable interrupted = Failures.interrupted(boarded.keySet(), interruption);
                flying.keySet().forEach(key -> outcomes.putIfAbsent(key, new Refused<>(interrupted)));
            }
        } catch (Throwable failure) {
            flying.keySet().forEach(key -> outcomes.putIfAbsent(key, new Refused<>(failure)));
        } finally {
            if (turn != null) {
                turn.close();
            }
            boarded.forEach((key, flight) -> {
                if (flight.isExpired()) {
                    outcomes.put(key, flight.landedByLimit());
                } else {
                    lock.land(flight, outcomes.getOrDefault(key, new Abandoned<>()));
                }
            });
        }
        return outcomes;
    }

    /**
     * What is created elsewhere is not created here: nobody is to wait until the rest is, and a creator of the rest that
     * asks for it is not to be taken for its own.
     */
    static <V extends @Nullable Object> void abandonOthers(
            DogpileLock lock, Map<Object, Flight<V>> flying, Map<Object, Held> held) {
        flying.forEach((key, flight) -> {
            if (!held.containsKey(key)) {
                lock.land(flight, new Abandoned<>());
            }
        });
    }

    /** While others have all turns, stale values are served at once, and only the rest waits. */
    private Turns.@Nullable Turn takeTurn(
            Map<Object, Flight<V>> flying,
            Map<Object, Outcome<V>> outcomes,
            Deadline waiting,
            Predicate<Object> isStale)
            throws InterruptedException {
        Turns.Turn turn = lock.takeFreeTurn(terms);
        if (turn != null) {
            return turn;
        }
        for (Map.Entry<Object, Flight<V>> entry : List.copyOf(flying.entrySet())) {
            if (isStale.test(entry.getKey())) {
                Outcome<V> noTurn = new Abandoned<>(StaleReason.NO_TURN);
                outcomes.put(entry.getKey(), noTurn);
                lock.land(entry.getValue(), noTurn);
                flying.remove(entry.getKey());
            }
        }
        if (flying.isEmpty()) {
            return null;
        }
        turn = lock.takeTurn(flying.values(), terms, waiting);
        if (turn == null) {
            made(lock, batch.look(flying.keySet()), outcomes); // another process may have had room
            flying.keySet()
                    .forEach(key -> outcomes.putIfAbsent(key, new Refused<>(lock.rejection(key, terms, waiting))));
        }
        return turn;
    }

    private void createHolding(Map<Object, Flight<V>> flying, Map<Object, Held> held, Map<Object, Outcome<V>> outcomes)
            throws InterruptedException {
        List<Object> missing = new ArrayList<>(held.keySet());
        try {
            made(lock, batch.look(held.keySet()), outcomes);
            missing.removeAll(outcomes.keySet());
            if (!missing.isEmpty()) {
                create(flying, held, missing, outcomes);
            }
        } catch (InterruptedException interruption) {
            throw interruption;
        } catch (Throwable error) {
            missing.forEach(key -> outcomes.putIfAbsent(key, new Failed<>(error)));
        }
    }

    /** Adds what others have made, or have failed to make, meanwhile. */
    static <V extends @Nullable Object> void made(
            DogpileLock lock, Map<Object, Lookup<V>> answers, Map<Object, Outcome<V>> outcomes) {
        answers.forEach((key, answer) -> {
            if (answer instanceof Fresh<V> fresh) {
                lock.listener().onLoadAvoided(key);
                outcomes.put(key, new Created<>(fresh.value()));
            } else if (answer instanceof Resting<V> resting) {
                lock.listener().onStaleServed(key, StaleReason.BACKING_OFF);
                lock.listener().onLoadAvoided(key);
                outcomes.put(key, new Created<>(resting.value()));
            } else if (answer instanceof Failing<V> failing) {
                outcomes.put(key, new Failed<>(lock.repeated(key, failing)));
            }
        });
    }

    private void create(
            Map<Object, Flight<V>> flying,
            Map<Object, Held> held,
            List<Object> missing,
            Map<Object, Outcome<V>> outcomes)
            throws Throwable {
        Map<Object, Flight<V>> created = new LinkedHashMap<>(flying);
        created.keySet().retainAll(missing);
        TimeLimit limit = lock.limit(terms, created, held, this::expired);
        created.values().forEach(flight -> flight.createIn(Thread.currentThread()));
        try {
            lock.inCreator(() -> batch.create(
                            List.copyOf(missing), (keys, store) -> commit(created, held, keys, store, false)))
                    .forEach((key, value) -> outcomes.put(key, new Created<>(value)));
            missing.forEach(key -> outcomes.putIfAbsent(key, new Empty<>()));
        } catch (InterruptedException interruption) {
            throw interruption;
        } catch (Throwable failure) {
            batch.recover(List.copyOf(missing), failure, (keys, store) -> commit(created, held, keys, store, false))
                    .forEach((key, value) -> outcomes.put(key, new Created<>(value)));
            throw failure;
        } finally {
            created.values().forEach(flight -> flight.createIn(null));
            limit.cancel();
        }
    }

    private Map<Object, Outcome<V>> expired(
            Map<Object, Flight<V>> flights, Map<Object, Held> held, CreatorTimeoutException timeout) {
        Map<Object, Outcome<V>> outcomes = new LinkedHashMap<>();
        batch.recover(List.copyOf(flights.keySet()), timeout, (keys, store) -> commit(flights, held, keys, store, true))
                .forEach((key, value) -> outcomes.put(key, new Created<>(value)));
        return outcomes;
    }

    /** Stores what is not superseded. */
    static <V extends @Nullable Object> Set<Object> commit(
            Map<Object, Flight<V>> boarded,
            Map<Object, Held> held,
            Collection<Object> keys,
            Consumer<Map<Object, Held>> store,
            boolean last) {
        List<Flight<V>> fenced = new ArrayList<>();
        Map<Object, Held> current = new LinkedHashMap<>();
        try {
            for (Object key : keys) {
                Flight<V> flight = boarded.get(key);
                Held lock = held.get(key);
                if (flight != null && lock != null && (last ? flight.beginLastStore() : flight.beginStore())) {
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
}
