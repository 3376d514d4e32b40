package io.dogpile.lock;

import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.lock.Lookup.Fresh;
import io.dogpile.lock.Outcome.Abandoned;
import io.dogpile.lock.Outcome.Refused;
import java.time.Duration;
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
 * can't block each other in any order of keys.
 */
final class Batch<V extends @Nullable Object> {

    private final DogpileLock lock;
    private final FlightListener listener;
    private final BatchCreation<V> batch;
    private final Terms terms;
    private final Terms own;
    private final Deadline deadline;
    private final Wishes<V> wishes;

    Batch(DogpileLock lock, BatchCreation<V> batch, Terms terms) {
        this.lock = lock;
        this.listener = lock.listener();
        this.batch = batch;
        this.terms = terms;
        this.own = lock.termsHere(terms);
        this.deadline = lock.deadline(terms.waitLimit());
        this.wishes = new Wishes<>(lock, new Wishes.Errors() {
            @Override
            public RuntimeException failed(Object key, Throwable error) {
                return Failures.of(key, error, batch.wrapsFailures());
            }

            @Override
            public RuntimeException refused(Object key, Throwable why) {
                return Failures.unchecked(key, why);
            }
        });
    }

    Map<Object, V> run(Map<Object, Lookup<V>> seen) {
        wishes.take(seen);
        if (!wishes.isOver() && batch.mutex(wishes.open().get(0)) == Mutex.NONE) {
            createUnshared(wishes.open());
        }
        while (!wishes.isOver()) {
            Map<Object, Flight<V>> boarded = new LinkedHashMap<>();
            Map<Object, Flight<V>> others = new LinkedHashMap<>();
            Executor background = terms.background();
            wishes.board((key, stale) -> leading(key, stale && background != null), boarded, others);
            if (background != null) {
                wishes.dispatch(wishes.serveStale(boarded), this::flyInBackground, background);
            }
            Collection<Object> heldElsewhere = boarded.isEmpty() ? List.of() : lead(boarded);
            others.forEach(this::join);
            heldElsewhere.forEach(this::leadWaiting);
            if (!wishes.isOver()) {
                wishes.take(lookAgain());
            }
        }
        return wishes.results();
    }

    /** Makes the successors of good values that nobody makes. */
    void refresh(Collection<Object> keys, Executor executor) {
        wishes.dispatch(wishes.boardIdle(keys, batch::mutex), this::flyInBackground, executor);
    }

    private Map<Object, Lookup<V>> lookAgain() {
        Map<Object, Lookup<V>> answers = batch.look(wishes.open());
        answers.forEach((key, answer) -> {
            if (answer instanceof Fresh<V>) {
                listener.onLoadAvoided(key);
            }
        });
        return answers;
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

    private void flyInBackground(List<Flight<V>> flights) {
        Map<Object, Flight<V>> started = new LinkedHashMap<>();
        flights.forEach(flight -> started.put(flight.key, flight));
        flights(terms).fly(started, batch::tryAcquire, lock.deadline(Duration.ZERO), key -> true);
    }

    /** Creates what can be created at once. Answers the keys that other processes are creating. */
    private Collection<Object> lead(Map<Object, Flight<V>> boarded) {
        return wishes.land(boarded.keySet(), lead(boarded, batch::tryAcquire));
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
        lead(Map.of(key, mine), waiting).forEach(wishes::land);
    }

    private BatchFlights<V> flights(Terms on) {
        return new BatchFlights<>(lock, batch, on);
    }

    /** Creates here, or has another thread create and waits for it as long as the terms say. */
    private Map<Object, Outcome<V>> lead(Map<Object, Flight<V>> boarded, BatchFlights.Acquisition acquisition) {
        if (!terms.isLimited()) {
            return flights(own).fly(boarded, acquisition, deadline, wishes::isStale);
        }
        Set<Object> stale = boarded.keySet().stream().filter(wishes::isStale).collect(Collectors.toSet());
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
                boolean none = wishes.hasNothing(key);
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
            outcome = lock.join(other, wishes.hasLastResort(key) ? deadline.within(terms.softLimit()) : deadline);
        } catch (CreationTimeoutException timeout) {
            outcome = new Refused<>(timeout);
        }
        if (outcome == null) {
            createUnshared(List.of(key));
            return;
        }
        wishes.joined(key, outcome);
    }

    private void createUnshared(List<Object> keys) {
        wishes.take(keys, Failures.createUnshared(keys, batch));
    }
}
