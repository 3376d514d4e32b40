package io.dogpile.lock;

import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One caller's wish for several keys. In rounds: board a flight for every key that has none, create those together and
 * land them; only then wait, for the flights of others and for mutexes that other processes hold, one at a time; then
 * start over with whatever is left without a value. It never holds one key while it waits for another, so batches
 * can't block each other in any order of keys. Past 300 lines by the rounds' steps; {@link BatchFlights} has the flights'.
 */
final class Batch<V extends @Nullable Object> {

    private final DogpileLock lock;
    private final FlightListener listener;
    private final BatchCreation<V> batch;
    private final Terms terms;
    private final Terms own;
    private final Deadline deadline;

    private final Map<Object, V> results = new LinkedHashMap<>();
    private final Map<Object, Lookup<V>> pending = new LinkedHashMap<>();

    Batch(DogpileLock lock, BatchCreation<V> batch, Terms terms) {
        this.lock = lock;
        this.listener = lock.listener();
        this.batch = batch;
        this.terms = terms;
        this.own = lock.termsHere(terms);
        this.deadline = lock.deadline(terms.waitLimit());
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
            Executor background = terms.background();
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

    /** Makes the successors of good values that nobody makes. */
    void refresh(Collection<Object> keys, Executor executor) {
        Map<Object, Flight<V>> boarded = new LinkedHashMap<>();
        for (Object key : keys) {
            Flight<V> mine = lock.flight(key, null);
            if (batch.mutex(key) != Mutex.NONE && lock.board(mine) == null) {
                boarded.put(key, mine);
            }
        }
        dispatch(boarded, executor);
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
            } else if (answer instanceof Resting<V> resting) {
                serve(key, resting.value(), StaleReason.BACKING_OFF);
            } else if (answer instanceof Failing<V> failing) {
                throw Failures.of(key, lock.repeated(key, failing), batch.wrapsFailures());
            } else {
                pending.put(key, answer);
            }
        });
    }

    private void deliver(Object key, V value) {
        pending.remove(key);
        results.put(key, value);
    }

    private void serve(Object key, V value, StaleReason why) {
        listener.onStaleServed(key, why);
        listener.onLoadAvoided(key);
        deliver(key, value);
    }

    private void board(Map<Object, Flight<V>> boarded, Map<Object, Flight<V>> others) {
        for (Map.Entry<Object, Lookup<V>> entry : List.copyOf(pending.entrySet())) {
            boolean queued = terms.background() != null && entry.getValue() instanceof Stale<V>;
            Flight<V> mine = leading(entry.getKey(), queued);
            Flight<V> other = lock.board(mine);
            if (other == null) {
                boarded.put(entry.getKey(), mine);
            } else if (entry.getValue() instanceof Stale<V> stale) {
                serve(entry.getKey(), stale.value(), StaleReason.CREATING);
            } else {
                others.put(entry.getKey(), other);
            }
        }
    }

    /** A flight for this thread, or for another that will lead it right away, or from the queue of an executor. */
    private Flight<V> leading(Object key, boolean queued) {
        boolean here = !queued && !terms.isLimited();
        Flight<V> mine = lock.flight(key, here ? Thread.currentThread() : null);
        if (!here && !queued) {
            mine.start(null);
        }
        return mine;
    }

    /** Serves the stale keys of those that were boarded, and sends their flights to the background together. */
    private void dispatchStale(Map<Object, Flight<V>> boarded, Executor executor) {
        Map<Object, Flight<V>> sent = new LinkedHashMap<>();
        for (Map.Entry<Object, Flight<V>> entry : List.copyOf(boarded.entrySet())) {
            if (pending.get(entry.getKey()) instanceof Stale<V> stale) {
                sent.put(entry.getKey(), entry.getValue());
                listener.onStaleServed(entry.getKey(), StaleReason.CREATING);
                deliver(entry.getKey(), stale.value());
            }
        }
        boarded.keySet().removeAll(sent.keySet());
        dispatch(sent, executor);
    }

    private void dispatch(Map<Object, Flight<V>> flights, Executor executor) {
        if (!flights.isEmpty()) {
            flights.values().forEach(lock::tellIfFails);
            lock.dispatch(flights.values(), this::flyInBackground, executor);
        }
    }

    private void flyInBackground(List<Flight<V>> flights) {
        Map<Object, Flight<V>> started = new LinkedHashMap<>();
        flights.forEach(flight -> started.put(flight.key, flight));
        flights(terms).fly(started, batch::tryAcquire, lock.deadline(Duration.ZERO), key -> true);
    }

    /** Creates what can be created at once. Answers the keys that other processes are creating. */
    private Collection<Object> lead(Map<Object, Flight<V>> boarded) {
        Map<Object, Outcome<V>> outcomes = lead(boarded, batch::tryAcquire);
        outcomes.forEach(this::deliver);
        List<Object> heldElsewhere = new ArrayList<>();
        for (Object key : boarded.keySet()) {
            if (pending.get(key) instanceof Stale<V> stale) {
                serve(
                        key,
                        stale.value(),
                        outcomes.get(key) instanceof Abandoned<V> abandoned ? abandoned.why() : StaleReason.CREATING);
            } else if (pending.containsKey(key)) {
                heldElsewhere.add(key);
            }
        }
        return heldElsewhere;
    }

    private void leadWaiting(Object key) {
        Flight<V> mine = leading(key, false);
        Flight<V> other = lock.board(mine);
        if (other != null) {
            join(key, other);
            return;
        }
        BatchFlights.Acquisition waiting = keys -> {
            Mutex mutex = batch.mutex(key);
            mine.awaits(mutex);
            Deadline wait = lock.deadline(deadline.remaining());
            Held held =
                    mutex.tryAcquire(wait.remaining()).orElseThrow(() -> lock.timeout(key, mutex.holder(), deadline));
            mine.awaits(null);
            listener.onJoined(key, wait.elapsed());
            return Map.of(key, held);
        };
        lead(Map.of(key, mine), waiting).forEach(this::deliver);
    }

    private BatchFlights<V> flights(Terms on) {
        return new BatchFlights<>(lock, batch, on);
    }

    private boolean isStale(Object key) {
        return pending.get(key) instanceof Stale<V>;
    }

    /** Creates here, or has another thread create and waits for it as long as the terms say. */
    private Map<Object, Outcome<V>> lead(Map<Object, Flight<V>> boarded, BatchFlights.Acquisition acquisition) {
        if (!terms.isLimited()) {
            return flights(own).fly(boarded, acquisition, deadline, this::isStale);
        }
        Set<Object> stale = boarded.keySet().stream().filter(this::isStale).collect(Collectors.toSet());
        Runnable creating = () -> {
            boarded.values().forEach(flight -> flight.leadBy(Thread.currentThread()));
            flights(own).fly(boarded, acquisition, deadline, stale::contains);
        };
        new WillingExecutor(terms.creators()).execute(creating);
        Deadline unlimited = terms.deadline() ? deadline : Deadline.never(lock.timer());
        Deadline patience = unlimited.within(terms.softLimit());
        Map<Object, Outcome<V>> outcomes = new LinkedHashMap<>();
        boarded.forEach((key, flight) -> {
            try {
                boolean none = pending.get(key) instanceof Lookup.Missing;
                Outcome<V> outcome = flight.await(none ? unlimited : patience, false);
                outcomes.put(key, outcome == null ? new Abandoned<>() : outcome);
            } catch (TimeoutException overdue) {
                lock.tellIfFails(flight);
                outcomes.put(key, new Refused<>(lock.timeout(key, flight.holder(), deadline)));
            } catch (InterruptedException interruption) {
                throw Failures.interrupted(key, interruption);
            }
        });
        return outcomes;
    }

    private void join(Object key, Flight<V> other) {
        Outcome<V> outcome;
        try {
            outcome = lock.join(
                    other, pending.get(key) instanceof LastResort ? deadline.within(terms.softLimit()) : deadline);
        } catch (CreationTimeoutException timeout) {
            outcome = new Refused<>(timeout);
        }
        if (outcome == null) {
            createUnshared(List.of(key));
            return;
        }
        if (outcome instanceof Created<V> || outcome instanceof Failed<V> || outcome instanceof Empty<V>) {
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
        } else if (outcome instanceof Empty<V>) {
            pending.remove(key);
        } else if (outcome instanceof Failed<V> failed) {
            if (pending.get(key) instanceof LastResort<V> last) {
                serve(key, last.value(), StaleReason.FAILED);
            } else {
                throw Failures.of(key, failed.error(), batch.wrapsFailures());
            }
        } else if (outcome instanceof Refused<V> refused) {
            deliverInstead(key, refused.why());
        }
    }

    private void deliverInstead(Object key, Throwable refusal) {
        StaleReason why = refusal instanceof CreationRejectedException ? StaleReason.NO_TURN : StaleReason.SLOW;
        if (Failures.isLackOfTime(refusal) && pending.get(key) instanceof LastResort<V> last) {
            serve(key, last.value(), why);
        } else if (Failures.isLackOfTime(refusal) && pending.get(key) instanceof Stale<V> stale) {
            serve(key, stale.value(), why);
        } else {
            throw Failures.unchecked(key, refusal);
        }
    }
}
