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
import io.dogpile.lock.Outcome.Failed;
import io.dogpile.lock.Outcome.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
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
 *
 * <p>Past 300 lines, because each wait of {@link Entry} is two steps here.
 */
final class AsyncEntry<V extends @Nullable Object> {

    private final DogpileLock lock;
    private final FlightListener listener;
    private final Object key;
    private final AsyncCreation<V> creation;
    private final AsyncCaller caller;
    private final Terms terms;
    private final AsyncThreads threads;
    private final CompletableFuture<V> result = new CompletableFuture<>();
    /** Read and written by one step after the other. */
    private boolean looked;

    AsyncEntry(
            DogpileLock lock,
            Object key,
            AsyncCreation<V> creation,
            AsyncCaller caller,
            Terms terms,
            AsyncThreads threads) {
        this.lock = lock;
        this.listener = lock.listener();
        this.key = key;
        this.creation = creation;
        this.caller = caller;
        this.terms = terms;
        this.threads = threads;
    }

    CompletableFuture<V> enter() {
        look();
        return result;
    }

    /** Makes the successor of a good value, if nobody does. */
    void refresh(Executor executor) {
        if (creation.mutex() != Mutex.NONE && !creation.mutex().isKnownToBeTaken()) {
            Flight<V> mine = lock.flight(key, null);
            if (lock.board(mine) == null) {
                dispatch(mine, executor);
            }
        }
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
        } else if (current instanceof Resting<V> resting) {
            serve(resting.value(), StaleReason.BACKING_OFF);
        } else if (current instanceof Failing<V> failing) {
            complete(new Failed<>(lock.repeated(key, failing)));
        } else if (creation.mutex() == Mutex.NONE) {
            createUnshared();
        } else if (current instanceof Stale<V> stale && creation.mutex().isKnownToBeTaken()) {
            serve(stale.value(), StaleReason.CREATING);
        } else {
            board(current);
        }
    }

    private void board(Lookup<V> current) {
        Executor background = current instanceof Stale ? terms.background() : null;
        Flight<V> mine = lock.flight(key, null);
        if (background == null) {
            mine.start(null);
        }
        Flight<V> other = lock.board(mine);
        if (current instanceof Stale<V> stale && other != null) {
            serve(stale.value(), StaleReason.CREATING);
        } else if (current instanceof Stale<V> stale && background != null) {
            dispatch(mine, background);
            listener.onStaleServed(key, StaleReason.CREATING);
            result.complete(stale.value());
        } else if (other == null) {
            lead(mine, current);
        } else if (caller.isAwaitedBy(other)) {
            createUnshared();
        } else {
            join(other, current);
        }
    }

    private void join(Flight<V> other, Lookup<V> current) {
        Duration limit = current instanceof LastResort ? terms.softLimit() : null;
        caller.join(other, limit, result).whenComplete((outcome, failure) -> {
            if (failure != null) {
                Throwable cause = Stages.unwrap(failure);
                if (current instanceof LastResort<V> last && Failures.isLackOfTime(cause)) {
                    serve(last.value(), StaleReason.SLOW);
                } else {
                    result.completeExceptionally(cause);
                }
            } else if (outcome instanceof Abandoned<V>) {
                look();
            } else if (outcome instanceof Failed<V> && current instanceof LastResort<V> last) {
                serve(last.value(), StaleReason.FAILED);
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

    private boolean serve(V value, StaleReason why) {
        boolean served = result.complete(value);
        if (served) {
            listener.onStaleServed(key, why);
            listener.onLoadAvoided(key);
        }
        return served;
    }

    private void dispatch(Flight<V> flight, Executor executor) {
        lock.tellIfFails(flight);
        lock.dispatch(
                List.of(flight),
                started -> {
                    flight.leadBy(null);
                    fly(flight, terms, Duration.ZERO, false);
                },
                executor);
    }

    /** Leads a flight for its caller. A leader with a stale value does not wait for the mutex. */
    private void lead(Flight<V> flight, Lookup<V> current) {
        boolean required = !(current instanceof Stale);
        Deadline patience = terms.deadline() ? caller.deadline() : Deadline.never(lock.timer());
        if (!(current instanceof Lookup.Missing)) {
            patience = patience.within(terms.softLimit());
        }
        Future<?> alarm = terms.isLimited()
                ? lock.timer()
                        .after(patience.remaining(), () -> threads.executor().execute(() -> leave(flight, current)))
                : null;
        flight.landed().thenAccept(outcome -> {
            if (alarm != null) {
                alarm.cancel(false);
            }
            arrive(outcome, current);
        });
        fly(flight, caller.termsOf(terms), required ? caller.deadline().remaining() : Duration.ZERO, required);
    }

    /** The caller waits no longer; what it leads goes on. */
    private void leave(Flight<V> flight, Lookup<V> current) {
        boolean left = current instanceof Stale<V> stale
                ? serve(stale.value(), StaleReason.SLOW)
                : current instanceof LastResort<V> last
                        ? serve(last.value(), StaleReason.SLOW)
                        : !result.isDone()
                                && result.completeExceptionally(lock.timeout(key, flight.holder(), caller.deadline()));
        if (left) {
            lock.tellIfFails(flight);
        }
    }

    private void arrive(Outcome<V> outcome, Lookup<V> current) {
        if (outcome instanceof Created<V> || outcome instanceof Failed<V>) {
            complete(outcome);
            return;
        }
        Throwable refusal = outcome instanceof Refused<V> refused ? refused.why() : null;
        boolean servable = refusal == null || Failures.isLackOfTime(refusal);
        StaleReason why = outcome instanceof Abandoned<V> abandoned
                ? abandoned.why()
                : refusal instanceof CreationRejectedException ? StaleReason.NO_TURN : StaleReason.SLOW;
        if (servable && current instanceof Stale<V> stale) {
            serve(stale.value(), why);
        } else if (servable && current instanceof LastResort<V> last) {
            serve(last.value(), why);
        } else {
            result.completeExceptionally(Failures.ofEntry(key, Objects.requireNonNull(refusal)));
        }
    }

    /** Brings a flight to its end. Without a turn or the mutex, which may not be required, nothing comes of it. */
    private void fly(Flight<V> flight, Terms terms, Duration limit, boolean required) {
        Deadline waiting = lock.deadline(limit);
        lock.takeTurnAsync(List.of(flight), terms, waiting, threads.executor())
                .thenCompose(turn -> turn == null
                        ? noTurn(terms, waiting, required)
                        : flyInTurn(flight, waiting, required).whenComplete((outcome, failure) -> turn.close()))
                .exceptionally(failure -> new Refused<>(Stages.unwrap(failure)))
                .thenAccept(outcome -> {
                    if (!flight.isExpired()) { // else whoever ended it lands it
                        lock.land(flight, outcome);
                    }
                });
    }

    /** Where a value is required, another process may have had room. */
    private CompletableFuture<Outcome<V>> noTurn(Terms terms, Deadline waiting, boolean required) {
        if (!required) {
            return CompletableFuture.completedFuture(new Abandoned<>(StaleReason.NO_TURN));
        }
        return Stages.call(() -> creation.look(threads)).thenApply(last -> {
            Outcome<V> made = made(last);
            return made == null ? new Refused<>(lock.rejection(key, terms, waiting)) : made;
        });
    }

    private CompletableFuture<Outcome<V>> flyInTurn(Flight<V> flight, Deadline waiting, boolean required) {
        Mutex mutex = creation.mutex();
        Deadline forMutex = lock.deadline(waiting.remaining());
        flight.awaits(mutex);
        return Stages.call(() -> mutex.tryAcquireAsync(forMutex.remaining(), threads.executor()))
                .thenComposeAsync(
                        held -> {
                            if (held.isPresent()) {
                                flight.awaits(null);
                                return createHolding(held.get(), flight, required ? forMutex.elapsed() : null);
                            }
                            return CompletableFuture.completedFuture(
                                    required
                                            ? new Refused<>(lock.timeout(key, mutex.holder(), caller.deadline()))
                                            : new Abandoned<>());
                        },
                        threads.forBackend());
    }

    private CompletableFuture<Outcome<V>> createHolding(Held held, Flight<V> flight, @Nullable Duration waited) {
        return Stages.call(() -> creation.look(threads))
                .thenCompose(again -> {
                    if (waited != null && again instanceof Fresh<V>) {
                        listener.onJoined(key, waited);
                    }
                    Outcome<V> made = made(again);
                    return made == null
                            ? create(held, flight).<Outcome<V>>thenApply(Created::new)
                            : CompletableFuture.completedFuture(made);
                })
                .handle((outcome, failure) -> {
                    if (flight.close()) {
                        lock.release(key, held);
                    }
                    return failure == null ? outcome : new Failed<>(Stages.unwrap(failure));
                });
    }

    /** What others have made, or have failed to make, meanwhile; null if nothing. */
    private @Nullable Outcome<V> made(Lookup<V> again) {
        if (again instanceof Fresh<V> fresh) {
            listener.onLoadAvoided(key);
            return new Created<>(fresh.value());
        }
        if (again instanceof Failing<V> failing) {
            return new Failed<>(lock.repeated(key, failing));
        }
        if (again instanceof Resting<V> resting) {
            listener.onStaleServed(key, StaleReason.BACKING_OFF);
            listener.onLoadAvoided(key);
            return new Created<>(resting.value());
        }
        return null;
    }

    private CompletionStage<V> create(Held held, Flight<V> flight) {
        TimeLimit limit = lock.limit(terms, Map.of(key, flight), Map.of(key, held), this::expired);
        CompletableFuture<V> created = new CompletableFuture<>();
        call(held, flight).whenComplete((value, failure) -> {
            if (failure == null) {
                created.complete(value);
            } else {
                recover(Stages.unwrap(failure), flight.fence(held), created);
            }
            limit.cancel();
        });
        // a creator that ends late or never keeps its turn until then, but not those who wait for the flight
        return created;
    }

    private CompletableFuture<V> call(Held held, Flight<V> flight) {
        flight.leadBy(Thread.currentThread());
        try {
            return lock.inCreator(() -> Stages.call(() -> creation.create(flight.fence(held), threads)));
        } catch (Exception failure) {
            return CompletableFuture.failedFuture(failure);
        } finally {
            flight.leadBy(null);
        }
    }

    private void recover(Throwable failure, Fence fence, CompletableFuture<V> created) {
        try {
            created.complete(creation.recover(failure, fence));
        } catch (Throwable unrecovered) {
            created.completeExceptionally(unrecovered);
        }
    }

    private Map<Object, Outcome<V>> expired(
            Map<Object, Flight<V>> flights, Map<Object, Held> held, CreatorTimeoutException timeout) {
        CompletableFuture<V> recovered = new CompletableFuture<>();
        recover(
                timeout,
                flights.values()
                        .iterator()
                        .next()
                        .lastFence(held.values().iterator().next()),
                recovered);
        return Map.of(
                key,
                recovered
                        .<Outcome<V>>handle((value, failure) ->
                                failure == null ? new Created<>(value) : new Failed<>(Stages.unwrap(failure)))
                        .join());
    }
}
