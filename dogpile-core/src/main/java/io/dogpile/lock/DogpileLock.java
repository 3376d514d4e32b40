package io.dogpile.lock;

import io.dogpile.backend.KeyFence;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.WaitTimer;
import io.dogpile.lock.Outcome.Abandoned;
import io.dogpile.lock.Outcome.Failed;
import io.dogpile.lock.Outcome.Refused;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
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
 * <p><b>Limits.</b> Where caller and creator may have to part ({@link Terms}), a blocking caller's creator runs on another
 * thread, and the caller waits for the flight like those who joined. A creator that runs too long is {@linkplain TimeLimit
 * ended}: whoever moves the flight's phase first, the one who ends it or the one who is about to store, decides which of
 * both happens. After that the lock is released and the flight lands, whatever the creator does.
 *
 * <p><b>Turns.</b> How many creators run at a time can be limited ({@link Turns}). A leader takes its turn before the mutex,
 * so that nobody in the cluster waits for a lock whose holder waits for a turn. A creator's own calls need none: they
 * would wait for themselves. If one of them waits for a flight whose leader stands in line, it lends that leader its turn.
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
    private final WaitTimer timer;
    private final Executor executor;
    final Turns turns = new Turns();

    /** In how many creators of this lock's callers, one inside the other, a thread is. */
    private final ThreadLocal<Integer> inCreators = new ThreadLocal<>();

    /**
     * Creates a lock without flights.
     *
     * @param place what the keys belong to, for messages, such as {@code region 'local'}
     * @param listener is told what happens to callers
     * @param timer bounds waits
     * @param executor where creators that run too long are ended, never theirs, which they may keep; what it refuses runs
     *     on the timer's thread
     */
    public DogpileLock(String place, FlightListener listener, WaitTimer timer, Executor executor) {
        this.place = place;
        this.listener = listener;
        this.timer = timer;
        this.executor = new WillingExecutor(executor);
    }

    /**
     * Gets a value: the one that was seen if it is fresh; the stale one, while one caller makes the next; or a newly
     * created one, made by this caller or by another.
     *
     * @param <V> type of the value
     * @param key the key
     * @param seen what the caller has just found
     * @param creation how to look again and how to create
     * @param terms on what terms
     * @return the value
     * @throws CreationTimeoutException if there is no value within the limit
     * @throws CreatorTimeoutException if the creator ran too long
     * @throws CreationRejectedException if too many creators are running
     * @throws CreationInterruptedException if the thread was interrupted
     * @throws CreationException if the creator threw a checked exception
     */
    public <V extends @Nullable Object> V enter(Object key, Lookup<V> seen, Creation<V> creation, Terms terms) {
        return new Entry<>(this, key, creation, terms).enter(seen);
    }

    /**
     * Has the successor of a good value made, unless somebody makes it already.
     *
     * @param key the key
     * @param creation how to look again, for a value that is newer than the one to be replaced, and how to create
     * @param terms on what terms
     * @param executor where it is made
     */
    public void refresh(Object key, Creation<?> creation, Terms terms, Executor executor) {
        new Entry<>(this, key, creation, terms.inBackground()).refresh(executor);
    }

    /**
     * Gets several values like {@link #enter}, with one creation for all keys that this caller is elected for. It
     * never waits for others while others could wait for it: what it is elected for it creates first.
     *
     * @param <V> type of the values
     * @param seen what the caller has just found, by key; the order is the order in which keys reach the creator
     * @param batch how to look again and how to create
     * @param terms on what terms
     * @return the values by key; a key for which a creator returned none is not in it
     * @throws CreationTimeoutException if a value is missing after the limit
     * @throws CreatorTimeoutException if the creator ran too long
     * @throws CreationRejectedException if too many creators are running
     * @throws CreationInterruptedException if the thread was interrupted
     * @throws CreationException if the creator threw a checked exception
     */
    public <V extends @Nullable Object> Map<Object, V> enterMulti(
            Map<Object, Lookup<V>> seen, BatchCreation<V> batch, Terms terms) {
        return new Batch<>(this, batch, terms).run(seen);
    }

    /**
     * Has the successors of good values made like {@link #refresh}, together.
     *
     * @param keys the keys
     * @param batch how to look again, for values that are newer than those to be replaced, and how to create
     * @param terms on what terms
     * @param executor where they are made
     */
    public void refreshMulti(Collection<Object> keys, BatchCreation<?> batch, Terms terms, Executor executor) {
        new Batch<>(this, batch, terms.inBackground()).refresh(keys, executor);
    }

    /**
     * Like {@link #enter}, for a caller that does not wait. Both share their flights.
     *
     * @param <V> type of the value
     * @param key the key
     * @param creation how to look and how to create
     * @param terms on what terms
     * @param threads where everything happens that is not the creator's
     * @return the caller's own future of the value; what is done to it concerns nobody else. It fails with what the
     *     creator fails with, or with a {@link CreationTimeoutException} if there is no value within the limit
     */
    public <V extends @Nullable Object> CompletableFuture<V> enterAsync(
            Object key, AsyncCreation<V> creation, Terms terms, AsyncThreads threads) {
        AsyncCaller caller = AsyncCaller.here(this, List.of(key), terms.waitLimit(), threads.executor());
        return new AsyncEntry<>(this, key, creation, caller, terms, threads).enter();
    }

    /**
     * Has the successor of a good value made like {@link #refresh}.
     *
     * @param key the key
     * @param creation how to look again, for a value that is newer than the one to be replaced, and how to create
     * @param terms on what terms
     * @param executor where the creator is called
     * @param threads where everything happens that is not the creator's
     */
    public void refreshAsync(
            Object key, AsyncCreation<?> creation, Terms terms, Executor executor, AsyncThreads threads) {
        AsyncCaller caller = AsyncCaller.here(this, List.of(key), terms.waitLimit(), threads.executor());
        new AsyncEntry<>(this, key, creation, caller, terms.inBackground(), threads).refresh(executor);
    }

    /**
     * Like {@link #enterMulti}, for a caller that does not wait. Both share their flights.
     *
     * @param <V> type of the values
     * @param keys the keys, in the order in which they reach the creator
     * @param batch how to look and how to create
     * @param terms on what terms
     * @param threads where everything happens that is not the creator's
     * @return the caller's own future of the values by key; a key for which a creator had none is not in it
     */
    public <V extends @Nullable Object> CompletableFuture<Map<Object, V>> enterMultiAsync(
            Collection<Object> keys, AsyncBatchCreation<V> batch, Terms terms, AsyncThreads threads) {
        AsyncCaller caller = AsyncCaller.here(this, keys, terms.waitLimit(), threads.executor());
        return new AsyncBatch<>(this, batch, caller, terms, threads).run(keys);
    }

    /**
     * Has the successors of good values made like {@link #refreshMulti}.
     *
     * @param keys the keys
     * @param batch how to look again, for values that are newer than those to be replaced, and how to create
     * @param terms on what terms
     * @param executor where the creator is called
     * @param threads where everything happens that is not the creator's
     */
    public void refreshMultiAsync(
            Collection<Object> keys,
            AsyncBatchCreation<?> batch,
            Terms terms,
            Executor executor,
            AsyncThreads threads) {
        AsyncCaller caller = AsyncCaller.here(this, keys, terms.waitLimit(), threads.executor());
        new AsyncBatch<>(this, batch, caller, terms.inBackground(), threads).refresh(keys, executor);
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
     * The creation of a key's value in this JVM.
     *
     * @param key the key
     * @return the creation, or null if none runs
     */
    public @Nullable RunningCreation runningCreation(Object key) {
        Flight<?> flight = flights.get(key);
        return flight == null ? null : flight.snapshot();
    }

    /**
     * Whether a {@link #fence} of this JVM stands around the key.
     *
     * @param key the key
     * @return true if so
     */
    public boolean isFenced(Object key) {
        return changes.isFenced(key);
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

    WaitTimer timer() {
        return timer;
    }

    Deadline deadline(Duration limit) {
        return new Deadline(timer, limit);
    }

    /** A call of a creator. */
    @FunctionalInterface
    interface Call<T extends @Nullable Object, E extends Exception> {

        T call() throws E;
    }

    <T extends @Nullable Object, E extends Exception> T inCreator(Call<T, E> creator) throws E {
        Integer outer = inCreators.get();
        inCreators.set(outer == null ? 1 : outer + 1);
        try {
            return creator.call();
        } finally {
            if (outer == null) {
                inCreators.remove();
            } else {
                inCreators.set(outer);
            }
        }
    }

    boolean isInCreator() {
        return inCreators.get() != null;
    }

    /** The terms for what this thread asks for and waits for. Somebody else may act on them for it. */
    Terms termsHere(Terms terms) {
        return isInCreator() ? terms.inTurn() : terms;
    }

    /** Waits for a turn to create. Null if there is none in time. */
    Turns.@Nullable Turn takeTurn(Collection<? extends Flight<?>> flights, Terms terms, Deadline waiting)
            throws InterruptedException {
        if (terms.maximumCreations() == 0) {
            return Turns.FREE;
        }
        CompletableFuture<Turns.Turn> turn = turns.take(terms.maximumCreations());
        if (turn.isDone()) {
            return turn.join();
        }
        flights.forEach(flight -> flight.standInLine(() -> turns.lend(turn)));
        try {
            return timer.await(turn, waiting.remainingNanos());
        } catch (TimeoutException noTurn) {
            if (!turns.leave(turn)) {
                return turn.join();
            }
            flights.forEach(flight -> listener.onNoTurn(flight.key, waiting.elapsed()));
            return null;
        } catch (InterruptedException interruption) {
            if (!turns.leave(turn)) {
                turn.join().close();
            }
            throw interruption;
        } finally {
            flights.forEach(flight -> flight.standInLine(null));
        }
    }

    /** A turn that can be had at once, or null. */
    Turns.@Nullable Turn takeFreeTurn(Terms terms) {
        return terms.maximumCreations() == 0 ? Turns.FREE : turns.takeFree(terms.maximumCreations());
    }

    /** {@link #takeTurn} without a thread. */
    CompletableFuture<Turns.@Nullable Turn> takeTurnAsync(
            Collection<? extends Flight<?>> flights, Terms terms, Deadline waiting, Executor executor) {
        if (terms.maximumCreations() == 0) {
            return CompletableFuture.completedFuture(Turns.FREE);
        }
        CompletableFuture<Turns.Turn> turn = turns.take(terms.maximumCreations());
        if (turn.isDone()) {
            return CompletableFuture.completedFuture(turn.join());
        }
        flights.forEach(flight -> flight.standInLine(() -> turns.lend(turn)));
        Future<?> alarm = timer.after(waiting.remaining(), () -> turns.leave(turn));
        return turn.handleAsync(
                (mine, noTurn) -> {
                    alarm.cancel(false);
                    flights.forEach(flight -> flight.standInLine(null));
                    if (noTurn != null) {
                        flights.forEach(flight -> listener.onNoTurn(flight.key, waiting.elapsed()));
                        return null;
                    }
                    return mine;
                },
                executor);
    }

    CreationRejectedException rejection(Object key, Terms terms, Deadline waiting) {
        return new CreationRejectedException(place, key, terms.maximumCreations(), waiting.elapsed());
    }

    <V extends @Nullable Object> TimeLimit limit(
            Terms terms, Map<Object, Flight<V>> flights, Map<Object, Held> held, TimeLimit.Recovery<V> recovery) {
        return TimeLimit.start(this, place, terms.creationLimit(), executor, flights, held, recovery);
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
        return new Flight<>(place, timer, key, leader, changes::isFenced);
    }

    /** What an earlier creator threw, which a caller gets again, of which the listener hears. */
    Throwable repeated(Object key, Lookup.Failing<?> failing) {
        listener.onFailureServed(key);
        listener.onLoadAvoided(key);
        return failing.failure();
    }

    /** The exception for a caller that gives up, of which the listener hears. */
    CreationTimeoutException timeout(Object key, String holder, Deadline deadline) {
        if (deadline.isFirstMiss(key)) {
            listener.onWaitTimeout(key, deadline.elapsed());
        }
        return timeoutException(key, holder, deadline);
    }

    private CreationTimeoutException timeoutException(Object key, String holder, Deadline deadline) {
        return new CreationTimeoutException(place, key, holder, deadline.elapsed(), listener.history(key));
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
        Deadline waiting = deadline(deadline.remaining());
        try {
            Outcome<V> outcome = other.await(deadline, isInCreator());
            if (outcome == null) {
                return null;
            }
            listener.onJoined(other.key, waiting.elapsed());
            return current && !(outcome instanceof Refused<V>) ? outcome : new Abandoned<>();
        } catch (TimeoutException overdue) {
            listener.onWaitTimeout(other.key, waiting.elapsed());
            throw timeoutException(other.key, other.holder(), deadline);
        } catch (InterruptedException interruption) {
            throw Failures.interrupted(other.key, interruption);
        }
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

    /** Tells of a failure that no caller gets. */
    void tellIfFails(Flight<?> flight) {
        flight.landed().thenAccept(outcome -> {
            if (outcome instanceof Failed<?> failed) {
                listener.onBackgroundFailure(flight.key, Failures.asThrown(flight.key, failed.error()));
            } else if (outcome instanceof Refused<?> refused && !Failures.isLackOfTime(refused.why())) {
                listener.onBackgroundFailure(flight.key, Failures.ofEntry(flight.key, refused.why()));
            }
        });
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
        flight.land(own ? new Refused<>(((Failed<V>) outcome).error()) : outcome);
    }
}
