package io.dogpile.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
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
    private final long startedNanos = System.nanoTime();
    private final CompletableFuture<Outcome<V>> landing = new CompletableFuture<>();
    private final ReentrantLock fence = new ReentrantLock();
    private final AtomicReference<@Nullable Thread> leader;
    private volatile boolean superseded;

    /** A flight without a leader waits for {@link #start}. */
    Flight(String place, Object key, @Nullable Thread leader) {
        this.place = place;
        this.key = key;
        this.leader = new AtomicReference<>(leader);
    }

    /** Makes the thread the leader, unless there is one. */
    boolean start(Thread thread) {
        return leader.compareAndSet(null, thread);
    }

    boolean isLedBy(Thread thread) {
        return leader.get() == thread;
    }

    /** Waits until a store that has begun is done; none begins afterwards. */
    void supersede() {
        fence.lock();
        try {
            superseded = true;
        } finally {
            fence.unlock();
        }
    }

    boolean isSuperseded() {
        return superseded;
    }

    void lockFence() {
        fence.lock();
    }

    void unlockFence() {
        fence.unlock();
    }

    void land(Outcome<V> outcome) {
        landing.complete(outcome);
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
            Thread pilot = flight.leader.get();
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

    String holder() {
        Thread pilot = leader.get();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
        String who = pilot == null ? "a background creation that has not started" : "thread '" + pilot.getName() + "'";
        return who + ", for " + millis + " ms";
    }
}
