package io.dogpile.lock;

import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.Stages;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
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
    private final @Nullable Executor background;
    private final AsyncThreads threads;

    /** Read and written by one step after the other. */
    private boolean looked;

    private final Map<Object, V> results = new LinkedHashMap<>();
    private final Map<Object, Lookup<V>> pending = new LinkedHashMap<>();
    private final CompletableFuture<Map<Object, V>> result = new CompletableFuture<>();

    AsyncBatch(
            DogpileLock lock,
            FlightListener listener,
            AsyncBatchCreation<V> batch,
            AsyncCaller caller,
            @Nullable Executor background,
            AsyncThreads threads) {
        this.lock = lock;
        this.listener = listener;
        this.batch = batch;
        this.caller = caller;
        this.background = background;
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
            Flight<V> mine = lock.flight(entry.getKey(), null);
            if (background == null || !(entry.getValue() instanceof Stale<V>)) {
                mine.start(null);
            }
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
        flights.forEach(flight -> {
            flight.leadBy(null);
            started.put(flight.key, flight);
        });
        fly(started, Stages.call(() -> batch.tryAcquire(List.copyOf(started.keySet()), threads)))
                .whenComplete((outcomes, failure) -> started.keySet().forEach(key -> {
                    if (failure != null) {
                        listener.onBackgroundFailure(key, Failures.ofEntry(key, failure));
                    } else if (outcomes.get(key) instanceof Failed<V> failed) {
                        listener.onBackgroundFailure(key, Failures.asThrown(key, failed.error()));
                    }
                }));
    }

    /** Creates what can be created at once. Answers the keys that other processes are creating. */
    private CompletableFuture<Collection<Object>> lead(Map<Object, Flight<V>> boarded) {
        if (boarded.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        return fly(boarded, Stages.call(() -> batch.tryAcquire(new ArrayList<>(boarded.keySet()), threads)))
                .thenApply(outcomes -> {
                    outcomes.forEach(this::deliver);
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
                });
    }

    private CompletionStage<Void> leadWaiting(Object key) {
        Flight<V> mine = lock.flight(key, null);
        mine.start(null);
        Flight<V> other = lock.board(mine);
        if (other != null) {
            return join(key, other);
        }
        Deadline waiting = new Deadline(caller.deadline().remaining());
        CompletableFuture<Map<Object, Held>> acquiring = Stages.call(
                        () -> batch.mutex(key).tryAcquireAsync(caller.deadline().remaining(), threads.executor()))
                .thenApply(acquired -> {
                    Held held = acquired.orElseThrow(
                            () -> lock.timeout(key, batch.mutex(key).holder(), caller.deadline()));
                    listener.onJoined(key, waiting.elapsed());
                    return Map.of(key, held);
                });
        return fly(Map.of(key, mine), acquiring).thenAccept(outcomes -> outcomes.forEach(this::deliver));
    }

    private CompletionStage<Void> join(Object key, Flight<V> other) {
        return caller.isAwaitedBy(other)
                ? createUnshared(List.of(key))
                : caller.join(other, result).thenAccept(outcome -> {
                    if (!(outcome instanceof Abandoned<V>)) {
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
        } else if (outcome instanceof Failed<V> failed) {
            throw new CompletionException(failed.error());
        } else if (outcome instanceof Empty<V>) {
            pending.remove(key);
        }
    }

    /** Creates the keys whose mutexes can be had, and lands all the flights whatever happens. */
    private CompletableFuture<Map<Object, Outcome<V>>> fly(
            Map<Object, Flight<V>> boarded, CompletableFuture<Map<Object, Held>> acquiring) {
        Map<Object, Outcome<V>> outcomes = new LinkedHashMap<>();
        return acquiring
                .thenCompose(held -> Stages.call(() -> createHolding(boarded, held, outcomes))
                        .whenComplete((done, failure) -> held.forEach(lock::release)))
                .whenComplete((done, failure) -> boarded.forEach(
                        (key, flight) -> lock.land(flight, outcomes.getOrDefault(key, new Abandoned<>()))))
                .thenApply(done -> outcomes);
    }

    private CompletionStage<Void> createHolding(
            Map<Object, Flight<V>> boarded, Map<Object, Held> held, Map<Object, Outcome<V>> outcomes) {
        List<Object> missing = new ArrayList<>(held.keySet());
        return Stages.call(() -> batch.look(held.keySet(), threads))
                .thenCompose(answers -> {
                    answers.forEach((key, answer) -> {
                        if (answer instanceof Fresh<V> fresh) {
                            listener.onLoadAvoided(key);
                            outcomes.put(key, new Created<>(fresh.value()));
                            missing.remove(key);
                        }
                    });
                    return missing.isEmpty()
                            ? CompletableFuture.completedFuture(Map.<Object, V>of())
                            : create(boarded, held, List.copyOf(missing));
                })
                .handle((created, failure) -> {
                    if (failure == null) {
                        created.forEach((key, value) -> outcomes.put(key, new Created<>(value)));
                        missing.forEach(key -> outcomes.putIfAbsent(key, new Empty<>()));
                    } else {
                        missing.forEach(key -> outcomes.put(key, new Failed<>(Stages.unwrap(failure))));
                    }
                    return null;
                });
    }

    private CompletionStage<Map<Object, V>> create(
            Map<Object, Flight<V>> boarded, Map<Object, Held> held, List<Object> missing) {
        Thread here = Thread.currentThread();
        boarded.values().forEach(flight -> flight.leadBy(here));
        try {
            return batch.create(missing, (keys, store) -> Batch.commit(boarded, held, keys, store), threads);
        } finally {
            boarded.values().forEach(flight -> flight.leadBy(null));
        }
    }
}
