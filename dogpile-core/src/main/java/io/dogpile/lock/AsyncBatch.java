package io.dogpile.lock;

import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.Stages;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One asynchronous caller's wish for several keys: what {@link Batch} does, in the same rounds, with no thread that
 * waits. Its steps follow one another, each on the thread that ended the one before. Past 300 lines like {@link
 * Batch} nearly is, and for the same steps.
 */
final class AsyncBatch<V extends @Nullable Object> {

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final DogpileLock lock;
    private final FlightListener listener;
    private final AsyncBatchCreation<V> batch;
    private final AsyncCaller caller;
    private final Terms terms;
    private final AsyncThreads threads;

    /** Read and written by one step after the other. */
    private boolean looked;

    private final Map<Object, V> results = new LinkedHashMap<>();
    private final Map<Object, Lookup<V>> pending = new LinkedHashMap<>();
    private final CompletableFuture<Map<Object, V>> result = new CompletableFuture<>();

    AsyncBatch(DogpileLock lock, AsyncBatchCreation<V> batch, AsyncCaller caller, Terms terms, AsyncThreads threads) {
        this.lock = lock;
        this.listener = lock.listener();
        this.batch = batch;
        this.caller = caller;
        this.terms = terms;
        this.threads = threads;
    }

    CompletableFuture<Map<Object, V>> run(Collection<Object> keys) {
        Stages.call(() -> batch.look(keys, threads)).thenCompose(this::rounds).whenComplete((done, failure) -> {
            if (failure == null) {
                result.complete(results);
            } else {
                result.completeExceptionally(Failures.ofEntry(pending.keySet(), failure));
            }
        });
        return result;
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

    private CompletionStage<Void> rounds(Map<Object, Lookup<V>> seen) {
        List<Object> fresh = seen.keySet().stream()
                .filter(key -> seen.get(key) instanceof Fresh<V>)
                .toList();
        if (looked) {
            fresh.forEach(listener::onLoadAvoided);
        } else {
            looked = true;
            listener.onFirstLook(fresh.size(), seen.size() - fresh.size());
        }
        take(seen);
        if (pending.isEmpty()) {
            return DONE;
        }
        return batch.mutex(pending.keySet().iterator().next()) == Mutex.NONE
                ? createUnshared(new ArrayList<>(pending.keySet()))
                : round();
    }

    private CompletableFuture<Void> round() {
        Map<Object, Flight<V>> boarded = new LinkedHashMap<>();
        Map<Object, Flight<V>> others = new LinkedHashMap<>();
        board(boarded, others);
        Executor background = terms.background();
        if (background != null) {
            dispatchStale(boarded, background);
        }
        return lead(boarded)
                .thenCompose(heldElsewhere -> inTurn(others.entrySet(), other -> join(other.getKey(), other.getValue()))
                        .thenCompose(joined -> inTurn(heldElsewhere, this::leadWaiting)))
                .thenCompose(waited -> pending.isEmpty()
                        ? DONE
                        : batch.look(new ArrayList<>(pending.keySet()), threads).thenCompose(this::rounds));
    }

    private static <T> CompletableFuture<Void> inTurn(Collection<T> items, Function<T, CompletionStage<Void>> step) {
        CompletableFuture<Void> chain = DONE;
        for (T item : List.copyOf(items)) {
            chain = chain.thenCompose(done -> step.apply(item));
        }
        return chain;
    }

    private void take(Map<Object, Lookup<V>> answers) {
        answers.forEach((key, answer) -> {
            if (answer instanceof Fresh<V> fresh) {
                deliver(key, fresh.value());
            } else if (answer instanceof Resting<V> resting) {
                serve(key, resting.value(), StaleReason.BACKING_OFF);
            } else if (answer instanceof Failing<V> failing) {
                throw new CompletionException(lock.repeated(key, failing));
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
            Flight<V> mine = lock.flight(entry.getKey(), null);
            if (terms.background() == null || !(entry.getValue() instanceof Stale<V>)) {
                mine.start(null);
            }
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
        flights.forEach(flight -> {
            flight.leadBy(null);
            started.put(flight.key, flight);
        });
        flights(terms).fly(started, this::tryAcquire, lock.deadline(Duration.ZERO), key -> true);
    }

    private AsyncBatchFlights<V> flights(Terms terms) {
        return new AsyncBatchFlights<>(lock, batch, terms, threads);
    }

    private CompletableFuture<Map<Object, Held>> tryAcquire(List<Object> keys) {
        return Stages.call(() -> batch.tryAcquire(keys, threads));
    }

    /** Creates what can be created at once. Answers the keys that other processes are creating. */
    private CompletableFuture<Collection<Object>> lead(Map<Object, Flight<V>> boarded) {
        if (boarded.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        return lead(boarded, this::tryAcquire).thenApply(outcomes -> {
            outcomes.forEach(this::deliver);
            List<Object> heldElsewhere = new ArrayList<>();
            for (Object key : boarded.keySet()) {
                if (pending.get(key) instanceof Stale<V> stale) {
                    serve(
                            key,
                            stale.value(),
                            outcomes.get(key) instanceof Abandoned<V> left ? left.why() : StaleReason.CREATING);
                } else if (pending.containsKey(key)) {
                    heldElsewhere.add(key);
                }
            }
            return heldElsewhere;
        });
    }

    private CompletionStage<Void> leadWaiting(Object key) {
        Flight<V> mine = lock.flight(key, null);
        mine.start(null);
        Flight<V> other = lock.board(mine);
        if (other != null) {
            return join(key, other);
        }
        Deadline waiting = lock.deadline(caller.deadline().remaining());
        Mutex mutex = batch.mutex(key);
        mine.awaits(mutex);
        return lead(
                        Map.of(key, mine),
                        keys -> Stages.call(() -> mutex.tryAcquireAsync(waiting.remaining(), threads.executor()))
                                .thenApply(acquired -> {
                                    Held held = acquired.orElseThrow(
                                            () -> lock.timeout(key, mutex.holder(), caller.deadline()));
                                    mine.awaits(null);
                                    listener.onJoined(key, waiting.elapsed());
                                    return Map.of(key, held);
                                }))
                .thenAccept(outcomes -> outcomes.forEach(this::deliver));
    }

    /** Creates, and waits as long as the terms say. */
    private CompletableFuture<Map<Object, Outcome<V>>> lead(
            Map<Object, Flight<V>> boarded, AsyncBatchFlights.Acquisition acquisition) {
        Deadline unlimited = terms.deadline() ? caller.deadline() : Deadline.never(lock.timer());
        Deadline patience = unlimited.within(terms.softLimit());
        Map<Object, Outcome<V>> outcomes = new LinkedHashMap<>();
        CompletableFuture<Void> landed = DONE;
        for (Map.Entry<Object, Flight<V>> entry : boarded.entrySet()) {
            boolean none = pending.get(entry.getKey()) instanceof Lookup.Missing;
            CompletableFuture<Outcome<V>> arrival = arrival(entry.getValue(), none ? unlimited : patience);
            landed = landed.thenCombine(arrival, (before, outcome) -> {
                outcomes.put(entry.getKey(), outcome);
                return null;
            });
        }
        flights(caller.termsOf(terms))
                .fly(boarded, acquisition, caller.deadline(), key -> pending.get(key) instanceof Stale<V>);
        return landed.thenApply(done -> outcomes);
    }

    private CompletableFuture<Outcome<V>> arrival(Flight<V> flight, Deadline patience) {
        if (!terms.isLimited()) {
            return flight.landed().copy();
        }
        CompletableFuture<Outcome<V>> arrival = flight.landed().copy();
        Future<?> alarm = lock.timer()
                .after(
                        patience.remaining(),
                        () -> threads.executor().execute(() -> {
                            if (!arrival.isDone()
                                    && arrival.complete(
                                            new Refused<>(lock.timeout(flight.key, flight.holder(), patience)))) {
                                lock.tellIfFails(flight);
                            }
                        }));
        arrival.whenComplete((outcome, failure) -> alarm.cancel(false));
        return arrival;
    }

    private CompletionStage<Void> join(Object key, Flight<V> other) {
        if (caller.isAwaitedBy(other)) {
            return createUnshared(List.of(key));
        }
        Duration limit = pending.get(key) instanceof LastResort ? terms.softLimit() : null;
        return caller.join(other, limit, result)
                .exceptionally(failure -> new Refused<>(Stages.unwrap(failure)))
                .thenAccept(outcome -> {
                    if (outcome instanceof Created<V> || outcome instanceof Failed<V> || outcome instanceof Empty<V>) {
                        listener.onLoadAvoided(key);
                    }
                    deliver(key, outcome);
                });
    }

    private CompletionStage<Void> createUnshared(List<Object> keys) {
        return batch.createUnshared(keys).thenAccept(created -> {
            keys.forEach(pending::remove);
            results.putAll(created);
        });
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
                throw new CompletionException(failed.error());
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
            throw new CompletionException(refusal);
        }
    }
}
