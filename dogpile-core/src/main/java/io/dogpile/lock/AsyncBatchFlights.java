package io.dogpile.lock;

import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.Stages;
import io.dogpile.lock.Outcome.Abandoned;
import io.dogpile.lock.Outcome.Created;
import io.dogpile.lock.Outcome.Empty;
import io.dogpile.lock.Outcome.Failed;
import io.dogpile.lock.Outcome.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Brings the flights of one asynchronous batch to their ends. */
final class AsyncBatchFlights<V extends @Nullable Object> {

    private final DogpileLock lock;
    private final AsyncBatchCreation<V> batch;
    private final Terms terms;
    private final AsyncThreads threads;

    AsyncBatchFlights(DogpileLock lock, AsyncBatchCreation<V> batch, Terms terms, AsyncThreads threads) {
        this.lock = lock;
        this.batch = batch;
        this.terms = terms;
        this.threads = threads;
    }

    /** How the locks of some keys are obtained. */
    @FunctionalInterface
    interface Acquisition {

        CompletableFuture<Map<Object, Held>> acquire(List<Object> keys);
    }

    /** Creates the keys whose mutexes can be had, and lands all the flights whatever happens. */
    void fly(Map<Object, Flight<V>> boarded, Acquisition acquisition, Deadline waiting, Predicate<Object> isStale) {
        Map<Object, Outcome<V>> outcomes = new ConcurrentHashMap<>();
        Map<Object, Flight<V>> flying = new LinkedHashMap<>(boarded);
        takeTurn(flying, outcomes, waiting, isStale)
                .thenCompose(turn -> turn == null
                        ? CompletableFuture.<Void>completedFuture(null)
                        : flyInTurn(flying, acquisition, outcomes).whenComplete((done, failure) -> turn.close()))
                .exceptionally(failure -> {
                    Outcome<V> refused = new Refused<>(Stages.unwrap(failure));
                    flying.keySet().forEach(key -> outcomes.putIfAbsent(key, refused));
                    return null;
                })
                .thenRun(() -> flying.forEach((key, flight) -> {
                    if (!flight.isExpired()) { // else whoever ended it lands it
                        lock.land(flight, outcomes.getOrDefault(key, new Abandoned<>()));
                    }
                }));
    }

    /** While others have all turns, nobody with a stale value waits, and only the rest does. */
    private CompletableFuture<Turns.@Nullable Turn> takeTurn(
            Map<Object, Flight<V>> flying,
            Map<Object, Outcome<V>> outcomes,
            Deadline waiting,
            Predicate<Object> isStale) {
        Turns.Turn free = lock.takeFreeTurn(terms);
        if (free != null) {
            return CompletableFuture.completedFuture(free);
        }
        for (Map.Entry<Object, Flight<V>> entry : List.copyOf(flying.entrySet())) {
            if (isStale.test(entry.getKey())) {
                lock.land(entry.getValue(), new Abandoned<>(StaleReason.NO_TURN));
                flying.remove(entry.getKey());
            }
        }
        if (flying.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return lock.takeTurnAsync(flying.values(), terms, waiting, threads.executor())
                .thenCompose(turn -> turn == null
                        ? lastLook(flying.keySet(), outcomes, waiting)
                        : CompletableFuture.completedFuture(turn));
    }

    /** Another process may have had room. */
    private CompletableFuture<Turns.@Nullable Turn> lastLook(
            Set<Object> keys, Map<Object, Outcome<V>> outcomes, Deadline waiting) {
        return Stages.call(() -> batch.look(keys, threads)).thenApply(answers -> {
            BatchFlights.made(lock, answers, outcomes);
            keys.forEach(key -> outcomes.putIfAbsent(key, new Refused<>(lock.rejection(key, terms, waiting))));
            return null;
        });
    }

    private CompletableFuture<Void> flyInTurn(
            Map<Object, Flight<V>> flying, Acquisition acquisition, Map<Object, Outcome<V>> outcomes) {
        return acquisition
                .acquire(new ArrayList<>(flying.keySet()))
                .thenComposeAsync(
                        held -> Stages.call(() -> {
                                    BatchFlights.abandonOthers(lock, flying, held);
                                    return createHolding(flying, held, outcomes);
                                })
                                .whenComplete((done, failure) -> held.forEach((key, mutex) -> {
                                    Flight<V> flight = flying.get(key);
                                    if (flight == null || flight.close()) {
                                        lock.release(key, mutex);
                                    }
                                })),
                        threads.forBackend());
    }

    private CompletionStage<Void> createHolding(
            Map<Object, Flight<V>> flying, Map<Object, Held> held, Map<Object, Outcome<V>> outcomes) {
        List<Object> missing = new ArrayList<>(held.keySet());
        return Stages.call(() -> batch.look(held.keySet(), threads))
                .thenCompose(answers -> {
                    BatchFlights.made(lock, answers, outcomes);
                    missing.removeAll(outcomes.keySet());
                    return missing.isEmpty()
                            ? CompletableFuture.completedFuture(Map.<Object, V>of())
                            : create(flying, held, List.copyOf(missing), outcomes);
                })
                .handle((created, failure) -> {
                    if (failure == null) {
                        created.forEach((key, value) -> outcomes.put(key, new Created<>(value)));
                        missing.forEach(key -> outcomes.putIfAbsent(key, new Empty<>()));
                    } else {
                        missing.forEach(key -> outcomes.putIfAbsent(key, new Failed<>(Stages.unwrap(failure))));
                    }
                    return null;
                });
    }

    private CompletionStage<Map<Object, V>> create(
            Map<Object, Flight<V>> flying,
            Map<Object, Held> held,
            List<Object> missing,
            Map<Object, Outcome<V>> outcomes) {
        Map<Object, Flight<V>> creating = new LinkedHashMap<>(flying);
        creating.keySet().retainAll(missing);
        TimeLimit limit = lock.limit(terms, creating, held, this::expired);
        BatchFence fence = (keys, store) -> BatchFlights.commit(creating, held, keys, store, false);
        return call(creating, missing, fence).whenComplete((created, failure) -> {
            if (Stages.unwrap(failure) instanceof Exception recoverable) {
                batch.recover(missing, recoverable, fence)
                        .forEach((key, value) -> outcomes.put(key, new Created<>(value)));
            }
            limit.cancel();
        });
    }

    private CompletableFuture<Map<Object, V>> call(
            Map<Object, Flight<V>> creating, List<Object> missing, BatchFence fence) {
        Thread here = Thread.currentThread();
        creating.values().forEach(flight -> flight.leadBy(here));
        try {
            return lock.inCreator(() -> Stages.call(() -> batch.create(missing, fence, threads)));
        } finally {
            creating.values().forEach(flight -> flight.leadBy(null));
        }
    }

    private Map<Object, Outcome<V>> expired(
            Map<Object, Flight<V>> flights, Map<Object, Held> held, CreatorTimeoutException timeout) {
        Map<Object, Outcome<V>> outcomes = new LinkedHashMap<>();
        batch.recover(
                        List.copyOf(flights.keySet()),
                        timeout,
                        (keys, store) -> BatchFlights.commit(flights, held, keys, store, true))
                .forEach((key, value) -> outcomes.put(key, new Created<>(value)));
        return outcomes;
    }
}
