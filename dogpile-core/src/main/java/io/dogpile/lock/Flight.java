package io.dogpile.lock;

import io.dogpile.backend.Mutex.Held;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One creation in progress in this JVM. Its leader creates; callers that join get its outcome. Once superseded, its
 * value still goes to those who had joined before, but is not stored, and later callers wait for its end instead of
 * joining.
 */
final class Flight<V extends @Nullable Object> {

    /** Which flight a thread waits for, in any lock of this JVM: what it takes to see a circle of waiting leaders. */
    static final Map<Thread, Flight<?>> WAITING = new ConcurrentHashMap<>();

    final Object key;

    private final String place;
    private final Predicate<Object> fenced;
    private final long startedNanos = System.nanoTime();
    private final CompletableFuture<Outcome<V>> landing = new CompletableFuture<>();
    private final AtomicBoolean started;
    private volatile @Nullable Thread leader;
    private volatile boolean superseded;
    private volatile @Nullable Storing storing;
    private @Nullable Set<CompletableFuture<Outcome<V>>> seats;

    /** A flight without a leader waits for {@link #start}. Whether its key is fenced is asked when it is to store. */
    Flight(String place, Object key, @Nullable Thread leader, Predicate<Object> fenced) {
        this.place = place;
        this.fenced = fenced;
        this.key = key;
        this.leader = leader;
        this.started = new AtomicBoolean(leader != null);
    }

    /** Starts the flight unless it has started; its leader is the thread, or nobody if it is asynchronous. */
    boolean start(@Nullable Thread thread) {
        if (!started.compareAndSet(false, true)) {
            return false;
        }
        leader = thread;
        return true;
    }

    /** Says who is leading now: in an asynchronous flight a thread, while the creator is being called; else nobody. */
    void leadBy(@Nullable Thread thread) {
        leader = thread;
    }

    boolean isLedBy(Thread thread) {
        return leader == thread;
    }

    /** Waits until a store that has begun is done, unless it is this thread's own; none begins afterwards. */
    void supersede() {
        superseded = true;
        awaitStore();
    }

    /** Waits until a store that has begun is done, unless it is this thread's own. */
    void awaitStore() {
        Storing begun = storing;
        if (begun != null && begun.thread() != Thread.currentThread()) {
            begun.end().join();
        }
    }

    boolean isSuperseded() {
        return superseded;
    }

    /** Never waits, as this may be the thread of an event loop. False if the flight is superseded or its key fenced. */
    boolean beginStore() {
        storing = new Storing(Thread.currentThread(), new CompletableFuture<>());
        if (superseded || fenced.test(key)) {
            endStore();
            return false;
        }
        return true;
    }

    void endStore() {
        Storing ended = storing;
        storing = null;
        if (ended != null) {
            ended.end().complete(null);
        }
    }

    private record Storing(Thread thread, CompletableFuture<Void> end) {}

    /** Guards the store of a value that was created under a lock. */
    Fence fence(Held held) {
        return store -> {
            if (!beginStore()) {
                return false;
            }
            try {
                return store.test(held);
            } finally {
                endStore();
            }
        };
    }

    void land(Outcome<V> outcome) {
        landing.complete(outcome);
    }

    /** Only to be told of the end. */
    CompletableFuture<?> landed() {
        return landing;
    }

    /**
     * Whether waiting for this flight would close a circle: its leader waits, directly or not, for this thread. Other
     * threads go on meanwhile, so the circle is one only if no flight in it has landed by the time all are seen; a
     * leader whose flight has landed is free to wait for anybody.
     */
    boolean waitsFor(Thread thread) {
        List<Flight<?>> chain = new ArrayList<>();
        Flight<?> flight = this;
        while (flight != null && chain.size() < 1_000) {
            chain.add(flight);
            Thread pilot = flight.leader;
            if (pilot == null) {
                return false;
            }
            if (pilot == thread) {
                return chain.stream().noneMatch(each -> each.landing.isDone());
            }
            flight = WAITING.get(pilot);
        }
        return false;
    }

    /**
     * The outcome for somebody who waits without a thread, and who cancels it to give up. One task of the executor
     * completes all of these, so that nobody's continuation runs on the leader's thread.
     */
    CompletableFuture<Outcome<V>> landing(Executor executor) {
        CompletableFuture<Outcome<V>> seat = new CompletableFuture<>();
        Set<CompletableFuture<Outcome<V>>> taken = seats(executor);
        taken.add(seat);
        seat.whenComplete((outcome, failure) -> taken.remove(seat));
        if (landing.isDone()) { // perhaps too late for that task
            executor.execute(() -> seat.complete(landing.join()));
        }
        return seat;
    }

    private synchronized Set<CompletableFuture<Outcome<V>>> seats(Executor executor) {
        Set<CompletableFuture<Outcome<V>>> known = seats;
        if (known != null) {
            return known;
        }
        Set<CompletableFuture<Outcome<V>>> first = ConcurrentHashMap.newKeySet();
        landing.thenAcceptAsync(outcome -> first.forEach(seat -> seat.complete(outcome)), executor);
        seats = first;
        return first;
    }

    /** How many wait without a thread. */
    synchronized int seatCount() {
        return seats == null ? 0 : seats.size();
    }

    /**
     * Waits for the end.
     *
     * @return the outcome, or null if this thread must not wait because the flight waits for it
     */
    @Nullable
    Outcome<V> await(Deadline deadline) throws InterruptedException {
        Thread thread = Thread.currentThread();
        WAITING.put(thread, this);
        try {
            return waitsFor(thread) ? null : landing.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException timeout) {
            throw new CreationTimeoutException(place, key, holder(), deadline.elapsed());
        } catch (ExecutionException impossible) {
            throw new AssertionError("a flight lands with an outcome, never exceptionally", impossible);
        } finally {
            WAITING.remove(thread);
        }
    }

    RunningCreation snapshot() {
        Thread pilot = leader;
        return new RunningCreation(
                key, pilot == null ? null : pilot.getName(), Duration.ofNanos(System.nanoTime() - startedNanos));
    }

    String holder() {
        Thread pilot = leader;
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
        String nobody = started.get() ? "an asynchronous creation" : "a background creation that has not started";
        String who = pilot == null ? nobody : "thread '" + pilot.getName() + "'";
        return who + ", for " + millis + " ms";
    }
}
