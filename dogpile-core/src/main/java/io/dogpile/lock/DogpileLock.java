package io.dogpile.lock;

import io.dogpile.backend.KeyFence;
import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.lock.Lookup.Fresh;
import io.dogpile.lock.Lookup.Stale;
import io.dogpile.lock.Outcome.Abandoned;
import io.dogpile.lock.Outcome.Created;
import io.dogpile.lock.Outcome.Failed;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Elects one creator per key; everybody else gets the previous value at once or, if there is none, waits a bounded
 * time for what the creator makes. Thread-safe. Counterpart of dogpile.cache's {@code dogpile.lock.Lock}.
 *
 * <p><b>How it works.</b> A creation in progress is a <i>flight</i>, kept in a table by key. Boarding is one
 * {@code putIfAbsent} on that table, which never blocks on another key (a {@code computeIfAbsent} that ran the creator
 * would hold its bin, and keys that share a bin would wait for each other). Whoever put the flight leads it; it alone
 * talks to the backend's mutex, so that a JVM with a thousand waiting threads sends one request for the distributed
 * lock. Having the mutex, the leader looks again, because another process may just have finished; only then does it
 * create. The order at the end is: store, give the mutex back, take the flight out of the table, land. So a caller
 * that finds no flight finds the stored value, and a process that gets the mutex finds it too.
 *
 * <p><b>Outcomes are shared.</b> Those who joined a flight get its value, or its failure: the very same unchecked
 * exception, or a {@link CreationException} around the same checked one. With a plain lock, N waiters of a failing
 * creator run it N times, one after another. A flight can also be <i>abandoned</i>: its leader found the mutex taken,
 * gave up waiting, or was interrupted, even if its creator made another exception of that. It says nothing about the
 * key, so those who joined elect a leader anew, within their own limits.
 *
 * <p><b>Supersession.</b> Something newer is written inside {@link #change}. It waits for a store that has begun, and
 * prevents any later one; the store itself never waits, so that it may happen on any thread. A flight that starts
 * while the write is under way is superseded from its start. Callers who come afterwards do not join the old flight,
 * but do wait for its end: joining would hand them a value from before the change, and leading at once would run two
 * creators side by side. Around keys whose change is announced but not visible yet stands a {@link #fence}: their
 * flights are shared as ever, and don't store.
 *
 * <p><b>Background.</b> The successor of a stale value may be made on an executor. A caller without a value does not
 * wait for a creation that is still queued there, which may be behind the caller's own or may have been discarded; it
 * calls that one off and leads.
 *
 * <p><b>Circles.</b> A creator may ask for other keys, whose creators may ask for this one. A thread that is asked for
 * a key it is creating itself, or about to wait for a flight that waits for it, runs the creator right there. The
 * result is that caller's own and not stored; the alternative is a deadlock until the limit.
 *
 * <p><b>Without threads.</b> The asynchronous entries board the same flights; see {@link AsyncEntry}.
 *
 * <p>Past 300 lines, because this essay and the algorithm that it tells belong together.
 */
public final class DogpileLock {

    private final ConcurrentMap<Object, Flight<?>> flights = new ConcurrentHashMap<>();

    private final String place;
    private final Changes changes = new Changes(flights);
    private final FlightListener listener;

    /**
     * Creates a lock without flights.
     *
     * @param place what the keys belong to, for messages, such as {@code region 'local'}
     * @param listener is told what happens to callers
     */
    public DogpileLock(String place, FlightListener listener) {
        this.place = place;
        this.listener = listener;
    }

    /**
     * Gets a value: the one that was seen if it is fresh; the stale one, while one caller makes the next; or a newly
     * created one, made by this caller or by another.
     *
     * @param <V> type of the value
     * @param key the key
     * @param seen what the caller has just found
     * @param creation how to look again and how to create
     * @param limit how long to wait at most for somebody else's creation
     * @param background where a stale value's successor is made; null for in the elected caller's thread
     * @return the value
     * @throws CreationTimeoutException if there is no value within the limit
     * @throws CreationInterruptedException if the thread was interrupted
     * @throws CreationException if the creator threw a checked exception
     */
    public <V extends @Nullable Object> V enter(
            Object key, Lookup<V> seen, Creation<V> creation, Duration limit, @Nullable Executor background) {
        if (creation.mutex() == Mutex.NONE) {
            return Failures.createUnshared(key, creation);
        }
        Deadline deadline = new Deadline(limit);
        Lookup<V> current = seen;
        while (true) {
            if (current instanceof Fresh<V> fresh) {
                if (current != seen) {
                    listener.onLoadAvoided(key);
                }
                return fresh.value();
            }
            boolean queued = background != null && current instanceof Stale<V>;
            Flight<V> mine = flight(key, queued ? null : Thread.currentThread());
            Flight<V> other = board(mine);
            if (current instanceof Stale<V> stale) {
                if (other != null) {
                    listener.onStaleServed(key);
                    listener.onLoadAvoided(key);
                    return stale.value();
                }
                return background == null
                        ? lead(mine, creation, new Deadline(Duration.ZERO), stale)
                        : dispatch(mine, creation, stale, background);
            }
            if (other == null) {
                return lead(mine, creation, deadline, null);
            }
            Outcome<V> outcome = join(other, deadline);
            if (outcome == null) {
                return Failures.createUnshared(key, creation);
            }
            if (outcome instanceof Created<V> created) {
                listener.onLoadAvoided(key);
                return created.value();
            }
            if (outcome instanceof Failed<V> failed) {
                listener.onLoadAvoided(key);
                throw Failures.of(key, failed.error(), creation);
            }
            current = creation.look();
        }
    }

    /**
     * Gets several values like {@link #enter}, with one creation for all keys that this caller is elected for. It
     * never waits for others while others could wait for it: what it is elected for it creates first.
     *
     * @param <V> type of the values
     * @param seen what the caller has just found, by key; the order is the order in which keys reach the creator
     * @param batch how to look again and how to create
     * @param limit how long to wait at most for other callers' creations
     * @param background where successors of stale values are made; null for in the elected caller's thread
     * @return the values by key; a key for which a creator returned none is not in it
     * @throws CreationTimeoutException if a value is missing after the limit
     * @throws CreationInterruptedException if the thread was interrupted
     * @throws CreationException if the creator threw a checked exception
     */
    public <V extends @Nullable Object> Map<Object, V> enterMulti(
            Map<Object, Lookup<V>> seen, BatchCreation<V> batch, Duration limit, @Nullable Executor background) {
        return new Batch<>(this, listener, batch, new Deadline(limit), background).run(seen);
    }

    /**
     * Like {@link #enter}, for a caller that does not wait. Both share their flights.
     *
     * @param <V> type of the value
     * @param key the key
     * @param creation how to look and how to create
     * @param limit how long to wait at most for somebody else's creation
     * @param background where a stale value's successor is made; null for that this caller gets it
     * @param threads where everything happens that is not the creator's
     * @return the caller's own future of the value; what is done to it concerns nobody else. It fails with what the
     *     creator fails with, or with a {@link CreationTimeoutException} if there is no value within the limit
     */
    public <V extends @Nullable Object> CompletableFuture<V> enterAsync(
            Object key,
            AsyncCreation<V> creation,
            Duration limit,
            @Nullable Executor background,
            AsyncThreads threads) {
        AsyncCaller caller = AsyncCaller.here(this, List.of(key), limit, threads.executor());
        return new AsyncEntry<>(this, listener, key, creation, caller, background, threads).enter();
    }

    /**
     * Like {@link #enterMulti}, for a caller that does not wait. Both share their flights.
     *
     * @param <V> type of the values
     * @param keys the keys, in the order in which they reach the creator
     * @param batch how to look and how to create
     * @param limit how long to wait at most for other callers' creations
     * @param background where successors of stale values are made; null for that this caller gets them
     * @param threads where everything happens that is not the creator's
     * @return the caller's own future of the values by key; a key for which a creator had none is not in it
     */
    public <V extends @Nullable Object> CompletableFuture<Map<Object, V>> enterMultiAsync(
            Collection<Object> keys,
            AsyncBatchCreation<V> batch,
            Duration limit,
            @Nullable Executor background,
            AsyncThreads threads) {
        AsyncCaller caller = AsyncCaller.here(this, keys, limit, threads.executor());
        return new AsyncBatch<>(this, listener, batch, caller, background, threads).run(keys);
    }

    /**
     * Writes something that outdates whatever is being created for some keys: that will not be stored, neither before
     * this method returns nor after.
     *
     * @param keys the keys
     * @param write writes it
     * @return what {@code write} answers
     */
    public boolean change(Collection<?> keys, BooleanSupplier write) {
        return changes.make(keys, write);
    }

    /**
     * Keeps flights from storing until the answer is closed; a store that has begun is waited for. They are joined as
     * ever, and those that are still under way afterwards store, unless {@link #change} has superseded them.
     *
     * @param keys the keys
     * @return ends it
     */
    public KeyFence fence(Collection<?> keys) {
        return changes.fence(keys);
    }

    /** Declares everything that is being created outdated: it will not be stored. */
    public void supersedeAll() {
        changes.supersedeAll();
    }

    /**
     * Begins to make a value that is superseded like a flight's, but is neither joined nor waited for.
     *
     * @param key the key
     * @return what knows whether the value may be stored; to be closed
     */
    public Watch watch(Object key) {
        return changes.watch(flight(key, null));
    }

    /**
     * Whether this JVM is creating the key's value.
     *
     * @param key the key
     * @return true if so
     */
    public boolean isCreating(Object key) {
        return flights.containsKey(key);
    }

    /**
     * How many keys this JVM is creating values for.
     *
     * @return zero when nothing is going on; nothing else is kept per key
     */
    public int flightCount() {
        return flights.size();
    }

    /**
     * How many asynchronous callers wait for others' creations.
     *
     * @return zero when nothing is going on; nothing else is kept per caller
     */
    public int waitingWithoutThread() {
        return flights.values().stream().mapToInt(Flight::seatCount).sum();
    }

    /** Which of these keys' flights the thread leads. */
    Set<Flight<?>> ledBy(Thread thread, Collection<?> keys) {
        return keys.stream()
                .map(flights::get)
                .filter(flight -> flight != null && flight.isLedBy(thread))
                .collect(Collectors.toSet());
    }

    FlightListener listener() {
        return listener;
    }

    /**
     * What this JVM is creating values for, or waits to create them.
     *
     * @param atMost how many to answer
     * @return those that began first, in that order
     */
    public List<RunningCreation> runningCreations(int atMost) {
        return flights.values().stream()
                .map(Flight::snapshot)
                .sorted(Comparator.comparing(RunningCreation::running).reversed())
                .limit(atMost)
                .toList();
    }

    /** A flight that the thread will lead, if it can board; without a thread it waits for one. */
    <V extends @Nullable Object> Flight<V> flight(Object key, @Nullable Thread leader) {
        return new Flight<>(place, key, leader, changes::isFenced);
    }

    /** The exception for a caller that gives up, of which the listener hears. */
    CreationTimeoutException timeout(Object key, String holder, Deadline deadline) {
        listener.onWaitTimeout(key, deadline.elapsed());
        return new CreationTimeoutException(place, key, holder, deadline.elapsed());
    }

    /** Puts the flight into the table, or answers the one that is there. */
    @SuppressWarnings("unchecked") // a key's values have one type; a caller who mixes types gets a ClassCastException
    <V extends @Nullable Object> @Nullable Flight<V> board(Flight<V> mine) {
        Flight<V> other = (Flight<V>) flights.putIfAbsent(mine.key, mine);
        if (other == null) {
            changes.outdate(mine);
        }
        return other;
    }

    /**
     * Shares the outcome of another's flight if it is still current; otherwise just waits for its end.
     *
     * @return the outcome, or null if this thread must create for itself instead of waiting, see "circles" above
     */
    <V extends @Nullable Object> @Nullable Outcome<V> join(Flight<V> other, Deadline deadline) {
        if (other.isLedBy(Thread.currentThread())) {
            return null;
        }
        if (other.start(Thread.currentThread())) {
            land(other, new Abandoned<>());
            return new Abandoned<>();
        }
        boolean current = !other.isSuperseded();
        Deadline waiting = new Deadline(deadline.remaining());
        try {
            Outcome<V> outcome = other.await(deadline);
            if (outcome == null) {
                return null;
            }
            listener.onJoined(other.key, waiting.elapsed());
            return current ? outcome : new Abandoned<>();
        } catch (CreationTimeoutException timeout) {
            listener.onWaitTimeout(other.key, waiting.elapsed());
            throw timeout;
        } catch (InterruptedException interruption) {
            throw Failures.interrupted(other.key, interruption);
        }
    }

    private <V extends @Nullable Object> V dispatch(
            Flight<V> flight, Creation<V> creation, Stale<V> stale, Executor background) {
        dispatch(List.of(flight), started -> flyInBackground(flight, creation), background);
        listener.onStaleServed(flight.key);
        return stale.value();
    }

    /** Sends flights to the background, where those that nobody has called off meanwhile fly. */
    <V extends @Nullable Object> void dispatch(
            Collection<Flight<V>> flights, Consumer<List<Flight<V>>> flying, Executor background) {
        QueuedFlights<V> queued = new QueuedFlights<>(this, flights, flying);
        try {
            background.execute(queued);
        } catch (RuntimeException | Error refusal) {
            queued.abandon();
            flights.forEach(flight -> refused(flight.key, refusal));
        }
    }

    /** An executor did not take a creation. */
    void refused(Object key, Throwable refusal) {
        if (refusal instanceof RejectedExecutionException rejection) {
            listener.onBackgroundRejected(key, rejection);
        } else {
            listener.onBackgroundFailure(key, refusal);
        }
    }

    private <V extends @Nullable Object> void flyInBackground(Flight<V> flight, Creation<V> creation) {
        try {
            if (fly(flight, creation, new Deadline(Duration.ZERO), false) instanceof Failed<V> failed) {
                listener.onBackgroundFailure(flight.key, Failures.asThrown(flight.key, failed.error()));
            }
        } catch (RuntimeException | Error failure) {
            listener.onBackgroundFailure(flight.key, failure);
        }
    }

    /** Leads a flight for its caller. A leader with a stale value does not wait for the mutex. */
    private <V extends @Nullable Object> V lead(
            Flight<V> flight, Creation<V> creation, Deadline deadline, @Nullable Stale<V> stale) {
        Outcome<V> outcome = fly(flight, creation, deadline, stale == null);
        if (outcome instanceof Created<V> created) {
            return created.value();
        }
        if (outcome instanceof Failed<V> failed) {
            throw Failures.of(flight.key, failed.error(), creation);
        }
        listener.onStaleServed(flight.key);
        listener.onLoadAvoided(flight.key);
        return Objects.requireNonNull(stale).value();
    }

    /** Brings a flight to its end. It is abandoned if the mutex is taken. */
    private <V extends @Nullable Object> Outcome<V> fly(
            Flight<V> flight, Creation<V> creation, Deadline deadline, boolean mutexRequired) {
        Outcome<V> outcome = new Abandoned<>();
        try {
            Mutex mutex = creation.mutex();
            Deadline waiting = new Deadline(deadline.remaining());
            Optional<Held> held = mutex.tryAcquire(waiting.remaining());
            if (held.isPresent()) {
                outcome = createHolding(held.get(), flight, creation, mutexRequired ? waiting.elapsed() : null);
            } else if (mutexRequired) {
                throw timeout(flight.key, mutex.holder(), deadline);
            }
            return outcome;
        } catch (InterruptedException interruption) {
            throw Failures.interrupted(flight.key, interruption);
        } finally {
            land(flight, outcome);
        }
    }

    private <V extends @Nullable Object> Outcome<V> createHolding(
            Held held, Flight<V> flight, Creation<V> creation, @Nullable Duration waited) throws InterruptedException {
        try {
            if (creation.look() instanceof Fresh<V> fresh) {
                if (waited != null) {
                    listener.onJoined(flight.key, waited);
                }
                listener.onLoadAvoided(flight.key);
                return new Created<>(fresh.value());
            }
            return new Created<>(creation.create(flight.fence(held)));
        } catch (InterruptedException interruption) {
            throw interruption;
        } catch (Throwable error) {
            return new Failed<>(error);
        } finally {
            release(flight.key, held);
        }
    }

    void release(Object key, Held held) {
        boolean ours;
        try {
            ours = held.release();
        } catch (RuntimeException breach) { // it must not throw; the callers' value is no worse for it
            ours = false;
        }
        if (!ours) {
            listener.onLostLock(key);
        }
    }

    /** Takes a flight out of the table and tells those who joined. An interrupted leader's failure is its own. */
    <V extends @Nullable Object> void land(Flight<V> flight, Outcome<V> outcome) {
        boolean own = outcome instanceof Failed && Thread.currentThread().isInterrupted();
        flights.remove(flight.key, flight);
        flight.land(own ? new Abandoned<>() : outcome);
    }
}
