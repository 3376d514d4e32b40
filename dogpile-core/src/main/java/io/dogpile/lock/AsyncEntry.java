package io.dogpile.lock;

import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.Stages;
import io.dogpile.lock.Lookup.Fresh;
import io.dogpile.lock.Lookup.Stale;
import io.dogpile.lock.Outcome.Abandoned;
import io.dogpile.lock.Outcome.Created;
import io.dogpile.lock.Outcome.Failed;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One asynchronous caller's wish for one key: what {@link DogpileLock#enter} does, with no thread that waits. The flight
 * is the same, so blocking callers join it, and this caller joins theirs.
 *
 * <p>Nobody leads an asynchronous flight but for the time in which its creator is being called: then the calling thread
 * does, and if it asks for its own key it gets a creation of its own, like any thread that leads. Later a circle can't be
 * seen, because what a stage waits for is not known; there the limit of waiting ends it.
 *
 * <p>The caller's future is tied to nothing: whoever completes or cancels it only ends this caller's waiting. What it
 * leads goes on, and is stored.
 */
final class AsyncEntry<V extends @Nullable Object> {

    private final DogpileLock lock;
    private final FlightListener listener;
    private final Object key;
    private final AsyncCreation<V> creation;
    private final AsyncCaller caller;
    private final @Nullable Executor background;
    private final AsyncThreads threads;
    private final CompletableFuture<V> result = new CompletableFuture<>();
    /** Read and written by one step after the other. */
    private boolean looked;

    AsyncEntry(
            DogpileLock lock,
            FlightListener listener,
            Object key,
            AsyncCreation<V> creation,
            AsyncCaller caller,
            @Nullable Executor background,
            AsyncThreads threads) {
        this.lock = lock;
        this.listener = listener;
        this.key = key;
        this.creation = creation;
        this.caller = caller;
        this.background = background;
        this.threads = threads;
    }

    CompletableFuture<V> enter() {
        look();
        return result;
    }

    private void look() {
        Stages.call(() -> creation.look(threads)).thenAccept(this::proceed).exceptionally(failure -> {
            result.completeExceptionally(Stages.unwrap(failure));
            return null;
        });
    }

    private void proceed(Lookup<V> current) {
        boolean fresh = current instanceof Fresh<V>;
        if (!looked) {
            looked = true;
            listener.onFirstLook(fresh ? 1 : 0, fresh ? 0 : 1);
        } else if (fresh) {
            listener.onLoadAvoided(key);
        }
        if (current instanceof Fresh<V> found) {
            result.complete(found.value());
            return;
        }
        if (creation.mutex() == Mutex.NONE) {
            createUnshared();
            return;
        }
        Flight<V> mine = lock.flight(key, null);
        if (background == null || !(current instanceof Stale<V>)) {
            mine.start(null);
        }
        Flight<V> other = lock.board(mine);
        if (current instanceof Stale<V> stale) {
            if (other != null) {
                listener.onLoadAvoided(key);
                serve(stale);
            } else if (background == null) {
                lead(mine, Duration.ZERO, stale);
            } else {
                lock.dispatch(List.of(mine), started -> flyInBackground(mine), background);
                serve(stale);
            }
        } else if (other == null) {
            lead(mine, caller.deadline().remaining(), null);
        } else if (caller.isAwaitedBy(other)) {
            createUnshared();
        } else {
            join(other);
        }
    }

    private void join(Flight<V> other) {
        caller.join(other, result).whenComplete((outcome, failure) -> {
            if (failure != null) {
                result.completeExceptionally(Stages.unwrap(failure));
            } else if (outcome instanceof Abandoned<V>) {
                look();
            } else {
                listener.onLoadAvoided(key);
                complete(outcome);
            }
        });
    }

    private void createUnshared() {
        Stages.call(creation::createUnshared)
                .whenComplete((value, failure) ->
                        complete(failure == null ? new Created<>(value) : new Failed<>(Stages.unwrap(failure))));
    }

    private void complete(Outcome<V> outcome) {
        if (outcome instanceof Created<V> created) {
            result.complete(created.value());
        } else if (outcome instanceof Failed<V> failed) {
            result.completeExceptionally(Failures.ofFuture(key, failed.error(), creation.wrapsFailures()));
        }
    }

    private void serve(Stale<V> stale) {
        listener.onStaleServed(key);
        result.complete(stale.value());
    }

    private void flyInBackground(Flight<V> flight) {
        flight.leadBy(null);
        fly(flight, Duration.ZERO, false).whenComplete((outcome, failure) -> {
            if (failure != null) {
                listener.onBackgroundFailure(key, Failures.ofEntry(key, failure));
            } else if (outcome instanceof Failed<V> failed) {
                listener.onBackgroundFailure(key, Failures.asThrown(key, failed.error()));
            }
        });
    }

    /** Leads a flight for its caller. A leader with a stale value does not wait for the mutex. */
    private void lead(Flight<V> flight, Duration limit, @Nullable Stale<V> stale) {
        fly(flight, limit, stale == null).whenComplete((outcome, failure) -> {
            if (failure != null) {
                result.completeExceptionally(Failures.ofEntry(key, failure));
            } else if (outcome instanceof Abandoned<V>) {
                listener.onLoadAvoided(key);
                serve(Objects.requireNonNull(stale));
            } else {
                complete(outcome);
            }
        });
    }

    /** Brings a flight to its end. It is abandoned if the mutex is taken. */
    private CompletableFuture<Outcome<V>> fly(Flight<V> flight, Duration limit, boolean mutexRequired) {
        Deadline waiting = new Deadline(limit);
        return Stages.call(() -> creation.mutex().tryAcquireAsync(limit, threads.executor()))
                .thenCompose(held -> ride(flight, held, mutexRequired ? waiting : null))
                .whenComplete((outcome, failure) -> lock.land(flight, failure == null ? outcome : new Abandoned<>()));
    }

    private CompletableFuture<Outcome<V>> ride(Flight<V> flight, Optional<Held> held, @Nullable Deadline waiting) {
        if (held.isPresent()) {
            return createHolding(held.get(), flight, waiting == null ? null : waiting.elapsed());
        }
        return waiting != null
                ? CompletableFuture.failedFuture(
                        lock.timeout(key, creation.mutex().holder(), caller.deadline()))
                : CompletableFuture.completedFuture(new Abandoned<>());
    }

    private CompletableFuture<Outcome<V>> createHolding(Held held, Flight<V> flight, @Nullable Duration waited) {
        return Stages.call(() -> creation.look(threads))
                .thenCompose(again -> again instanceof Fresh<V> fresh
                        ? CompletableFuture.completedFuture(found(fresh, waited))
                        : create(held, flight))
                .handle((value, failure) -> {
                    lock.release(key, held);
                    return failure == null ? new Created<>(value) : new Failed<>(Stages.unwrap(failure));
                });
    }

    /** What another process has just created. */
    private V found(Fresh<V> fresh, @Nullable Duration waited) {
        if (waited != null) {
            listener.onJoined(key, waited);
        }
        listener.onLoadAvoided(key);
        return fresh.value();
    }

    private CompletionStage<V> create(Held held, Flight<V> flight) {
        flight.leadBy(Thread.currentThread());
        try {
            return creation.create(flight.fence(held), threads);
        } finally {
            flight.leadBy(null);
        }
    }
}
