package io.dogpile.lock;

import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.Stages;
import io.dogpile.lock.Lookup.Fresh;
import io.dogpile.lock.Outcome.Refused;
import java.time.Duration;
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
 * waits. Its steps follow one another, each on the thread that ended the one before.
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

    private final Wishes<V> wishes;
    private final CompletableFuture<Map<Object, V>> result = new CompletableFuture<>();

    AsyncBatch(DogpileLock lock, AsyncBatchCreation<V> batch, AsyncCaller caller, Terms terms, AsyncThreads threads) {
        this.lock = lock;
        this.listener = lock.listener();
        this.batch = batch;
        this.caller = caller;
        this.terms = terms;
        this.threads = threads;
        this.wishes = new Wishes<>(lock, new Wishes.Errors() {
            @Override
            public RuntimeException failed(Object key, Throwable error) {
                return new CompletionException(error);
            }

            @Override
            public RuntimeException refused(Object key, Throwable why) {
                return new CompletionException(why);
            }
        });
    }

    CompletableFuture<Map<Object, V>> run(Collection<Object> keys) {
        Stages.call(() -> batch.look(keys, threads)).thenCompose(this::rounds).whenComplete((done, failure) -> {
            if (failure == null) {
                result.complete(wishes.results());
            } else {
                result.completeExceptionally(Failures.ofEntry(wishes.open(), failure));
            }
        });
        return result;
    }

    /** Makes the successors of good values that nobody makes. */
    void refresh(Collection<Object> keys, Executor executor) {
        wishes.dispatch(wishes.boardIdle(keys, batch::mutex), this::flyInBackground, executor);
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
        wishes.take(seen);
        if (wishes.isOver()) {
            return DONE;
        }
        List<Object> open = wishes.open();
        return batch.mutex(open.get(0)) == Mutex.NONE ? createUnshared(open) : round();
    }

    private CompletableFuture<Void> round() {
        Map<Object, Flight<V>> boarded = new LinkedHashMap<>();
        Map<Object, Flight<V>> others = new LinkedHashMap<>();
        Executor background = terms.background();
        wishes.board((key, stale) -> flight(key, stale && background != null), boarded, others);
        if (background != null) {
            wishes.dispatch(wishes.serveStale(boarded), this::flyInBackground, background);
        }
        return lead(boarded)
                .thenCompose(heldElsewhere -> inTurn(others.entrySet(), other -> join(other.getKey(), other.getValue()))
                        .thenCompose(joined -> inTurn(heldElsewhere, this::leadWaiting)))
                .thenCompose(waited -> wishes.isOver()
                        ? DONE
                        : batch.look(wishes.open(), threads).thenCompose(this::rounds));
    }

    /** A flight that is led right away, or from the queue of an executor. */
    private Flight<V> flight(Object key, boolean queued) {
        Flight<V> mine = lock.flight(key, null);
        if (!queued) {
            mine.start(null);
        }
        return mine;
    }

    private static <T> CompletableFuture<Void> inTurn(Collection<T> items, Function<T, CompletionStage<Void>> step) {
        CompletableFuture<Void> chain = DONE;
        for (T item : List.copyOf(items)) {
            chain = chain.thenCompose(done -> step.apply(item));
        }
        return chain;
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
        return lead(boarded, this::tryAcquire).thenApply(outcomes -> wishes.land(boarded.keySet(), outcomes));
    }

    private CompletionStage<Void> leadWaiting(Object key) {
        Flight<V> mine = flight(key, false);
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
                                .thenApplyAsync(
                                        acquired -> {
                                            Held held = acquired.orElseThrow(
                                                    () -> lock.timeout(key, mutex.holder(), caller.deadline()));
                                            mine.awaits(null);
                                            listener.onJoined(key, waiting.elapsed());
                                            return Map.of(key, held);
                                        },
                                        threads.forBackend()))
                .thenAccept(outcomes -> outcomes.forEach(wishes::land));
    }

    /** Creates, and waits as long as the terms say. */
    private CompletableFuture<Map<Object, Outcome<V>>> lead(
            Map<Object, Flight<V>> boarded, AsyncBatchFlights.Acquisition acquisition) {
        Deadline unlimited = terms.deadline() ? caller.deadline() : Deadline.never(lock.timer());
        Deadline patience = unlimited.within(terms.softLimit());
        Map<Object, Outcome<V>> outcomes = new LinkedHashMap<>();
        CompletableFuture<Void> landed = DONE;
        for (Map.Entry<Object, Flight<V>> entry : boarded.entrySet()) {
            boolean none = wishes.hasNothing(entry.getKey());
            CompletableFuture<Outcome<V>> arrival = arrival(entry.getValue(), none ? unlimited : patience);
            landed = landed.thenCombine(arrival, (before, outcome) -> {
                outcomes.put(entry.getKey(), outcome);
                return null;
            });
        }
        flights(caller.termsOf(terms)).fly(boarded, acquisition, caller.deadline(), wishes::isStale);
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
        Duration limit = wishes.hasLastResort(key) ? terms.softLimit() : null;
        return caller.join(other, limit, result)
                .exceptionally(failure -> new Refused<>(Stages.unwrap(failure)))
                .thenAccept(outcome -> wishes.joined(key, outcome));
    }

    private CompletionStage<Void> createUnshared(List<Object> keys) {
        return batch.createUnshared(keys).thenAccept(created -> wishes.take(keys, created));
    }
}
