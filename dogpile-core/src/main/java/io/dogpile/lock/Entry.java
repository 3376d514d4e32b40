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
import io.dogpile.lock.Outcome.Failed;
import io.dogpile.lock.Outcome.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One blocking caller's wish for one key. */
final class Entry<V extends @Nullable Object> {

    private final DogpileLock lock;
    private final FlightListener listener;
    private final Object key;
    private final Creation<V> creation;
    private final Terms terms;
    private final Terms own;
    private final Deadline deadline;

    Entry(DogpileLock lock, Object key, Creation<V> creation, Terms terms) {
        this.lock = lock;
        this.listener = lock.listener();
        this.key = key;
        this.creation = creation;
        this.terms = terms;
        this.own = lock.termsHere(terms);
        this.deadline = lock.deadline(terms.waitLimit());
    }

    V enter(Lookup<V> seen) {
        if (creation.mutex() == Mutex.NONE) {
            return seen instanceof Fresh<V> fresh ? fresh.value() : Failures.createUnshared(key, creation);
        }
        Lookup<V> current = seen;
        while (true) {
            if (current instanceof Fresh<V> fresh) {
                if (current != seen) {
                    listener.onLoadAvoided(key);
                }
                return fresh.value();
            }
            if (current instanceof Resting<V> resting) {
                return serve(resting.value(), StaleReason.BACKING_OFF);
            }
            if (current instanceof Failing<V> failing) {
                throw Failures.of(key, lock.repeated(key, failing), creation);
            }
            if (current instanceof Stale<V> stale && creation.mutex().isKnownToBeTaken()) {
                return serve(stale.value(), StaleReason.CREATING);
            }
            Executor background = current instanceof Stale ? terms.background() : null;
            boolean here = background == null && !terms.isLimited();
            Flight<V> mine = lock.flight(key, here ? Thread.currentThread() : null);
            if (background == null) {
                mine.start(here ? Thread.currentThread() : null);
            }
            Flight<V> other = lock.board(mine);
            if (current instanceof Stale<V> stale && other != null) {
                return serve(stale.value(), StaleReason.CREATING);
            }
            if (current instanceof Stale<V> stale && background != null) {
                dispatch(mine, background);
                listener.onStaleServed(key, StaleReason.CREATING);
                return stale.value();
            }
            if (other == null) {
                return lead(mine, current);
            }
            Lookup<V> next = join(other, current);
            if (next instanceof Fresh<V> outcome) {
                return outcome.value();
            }
            current = creation.look();
        }
    }

    /** What came of another's creation; missing if this caller should try for itself. */
    private Lookup<V> join(Flight<V> other, Lookup<V> current) {
        Outcome<V> outcome;
        try {
            outcome = lock.join(other, current instanceof LastResort ? deadline.within(terms.softLimit()) : deadline);
        } catch (CreationTimeoutException timeout) {
            if (current instanceof LastResort<V> last) {
                return new Fresh<>(serve(last.value(), StaleReason.SLOW));
            }
            throw timeout;
        }
        if (outcome == null) {
            return new Fresh<>(Failures.createUnshared(key, creation));
        }
        if (outcome instanceof Created<V> created) {
            listener.onLoadAvoided(key);
            return new Fresh<>(created.value());
        }
        if (outcome instanceof Failed<V> failed) {
            if (current instanceof LastResort<V> last) {
                return new Fresh<>(serve(last.value(), StaleReason.FAILED));
            }
            listener.onLoadAvoided(key);
            throw Failures.of(key, failed.error(), creation);
        }
        return new Lookup.Missing<>();
    }

    private V serve(V value, StaleReason why) {
        listener.onStaleServed(key, why);
        listener.onLoadAvoided(key);
        return value;
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

    private void dispatch(Flight<V> flight, Executor executor) {
        lock.tellIfFails(flight);
        lock.dispatch(List.of(flight), started -> fly(flight, terms, Duration.ZERO, false), executor);
    }

    private V lead(Flight<V> mine, Lookup<V> current) {
        boolean required = !(current instanceof Stale);
        Duration limit = required ? deadline.remaining() : Duration.ZERO;
        Outcome<V> outcome = terms.isLimited() ? leadElsewhere(mine, current, limit) : fly(mine, own, limit, required);
        if (outcome instanceof Created<V> created) {
            return created.value();
        }
        if (outcome instanceof Failed<V> failed) {
            throw Failures.of(key, failed.error(), creation);
        }
        StaleReason why = outcome instanceof Abandoned<V> abandoned
                ? abandoned.why()
                : outcome instanceof Refused<V> refused && refused.why() instanceof CreationRejectedException
                        ? StaleReason.NO_TURN
                        : StaleReason.SLOW;
        boolean ownFault = outcome instanceof Refused<V> refused && !Failures.isLackOfTime(refused.why());
        if (!ownFault && current instanceof Stale<V> stale) {
            return serve(stale.value(), why);
        }
        if (!ownFault && current instanceof LastResort<V> last) {
            return serve(last.value(), why);
        }
        throw outcome instanceof Refused<V> refused
                ? Failures.unchecked(key, refused.why())
                : lock.timeout(key, mine.holder(), deadline);
    }

    /** Has another thread create, and waits for it as long as its terms say; null if they say no longer. */
    private @Nullable Outcome<V> leadElsewhere(Flight<V> mine, Lookup<V> current, Duration limit) {
        boolean required = !(current instanceof Stale);
        Runnable creating = () -> {
            mine.leadBy(Thread.currentThread());
            fly(mine, own, limit, required);
        };
        new WillingExecutor(terms.creators()).execute(creating);
        Deadline patience = terms.deadline() ? deadline : Deadline.never(lock.timer());
        if (!(current instanceof Lookup.Missing)) {
            patience = patience.within(terms.softLimit());
        }
        try {
            Outcome<V> outcome = mine.await(patience, false);
            return outcome == null ? new Created<>(Failures.createUnshared(key, creation)) : outcome;
        } catch (TimeoutException overdue) {
            lock.tellIfFails(mine);
            return null;
        } catch (InterruptedException interruption) {
            throw Failures.interrupted(key, interruption);
        }
    }

    /** Brings a flight to its end. Without a turn or the mutex, which may not be required, nothing comes of it. */
    private Outcome<V> fly(Flight<V> flight, Terms terms, Duration limit, boolean required) {
        Outcome<V> outcome = new Abandoned<>();
        Turns.Turn turn = null;
        try {
            Deadline waiting = lock.deadline(limit);
            turn = lock.takeTurn(List.of(flight), terms, waiting);
            if (turn == null) {
                outcome = required ? lastLook(terms, waiting) : new Abandoned<>(StaleReason.NO_TURN);
            } else {
                outcome = flyInTurn(flight, waiting, required);
            }
        } catch (InterruptedException interruption) {
            outcome = flight.isExpired() ? outcome : new Refused<>(Failures.interrupted(key, interruption));
        } catch (Throwable failure) {
            outcome = new Refused<>(failure);
        } finally {
            if (turn != null) {
                turn.close();
            }
            if (!flight.isExpired()) {
                lock.land(flight, outcome);
            }
        }
        return flight.isExpired() ? flight.landedByLimit() : outcome;
    }

    /** Another process may have had room. */
    private Outcome<V> lastLook(Terms terms, Deadline waiting) {
        Outcome<V> made = made(creation.look());
        return made == null ? new Refused<>(lock.rejection(key, terms, waiting)) : made;
    }

    private Outcome<V> flyInTurn(Flight<V> flight, Deadline waiting, boolean required) throws InterruptedException {
        Mutex mutex = creation.mutex();
        Deadline forMutex = lock.deadline(waiting.remaining());
        flight.awaits(mutex);
        Optional<Held> held = mutex.tryAcquire(forMutex.remaining());
        if (held.isPresent()) {
            flight.awaits(null);
            return createHolding(held.get(), flight, required ? forMutex.elapsed() : null);
        }
        return required ? new Refused<>(lock.timeout(key, mutex.holder(), deadline)) : new Abandoned<>();
    }

    private Outcome<V> createHolding(Held held, Flight<V> flight, @Nullable Duration waited)
            throws InterruptedException {
        try {
            Lookup<V> again = creation.look();
            if (waited != null && again instanceof Fresh<V>) {
                listener.onJoined(key, waited);
            }
            Outcome<V> made = made(again);
            return made == null ? create(held, flight) : made;
        } catch (InterruptedException interruption) {
            throw interruption;
        } catch (Throwable error) {
            return new Failed<>(error);
        } finally {
            if (flight.close()) {
                lock.release(key, held);
            }
        }
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
        return again instanceof Resting<V> resting
                ? new Created<>(serve(resting.value(), StaleReason.BACKING_OFF))
                : null;
    }

    private Outcome<V> create(Held held, Flight<V> flight) throws Throwable {
        TimeLimit limit = lock.limit(terms, Map.of(key, flight), Map.of(key, held), this::expired);
        flight.createIn(Thread.currentThread());
        try {
            return new Created<>(lock.inCreator(() -> creation.create(flight.fence(held))));
        } catch (InterruptedException interruption) {
            throw interruption;
        } catch (Throwable failure) {
            return new Created<>(creation.recover(failure, flight.fence(held)));
        } finally {
            flight.createIn(null);
            limit.cancel();
        }
    }

    private Map<Object, Outcome<V>> expired(
            Map<Object, Flight<V>> flights, Map<Object, Held> held, CreatorTimeoutException timeout) {
        Outcome<V> outcome;
        try {
            Flight<V> flight = flights.values().iterator().next();
            outcome = new Created<>(creation.recover(
                    timeout, flight.lastFence(held.values().iterator().next())));
        } catch (Throwable failure) {
            outcome = new Failed<>(failure);
        }
        return Map.of(key, outcome);
    }
}
