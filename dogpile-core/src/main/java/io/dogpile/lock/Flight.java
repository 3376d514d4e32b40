package io.dogpile.lock;

import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.WaitTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One creation in progress in this JVM. Its leader creates; callers that join get its outcome. Once superseded, its
 * value still goes to those who had joined before, but is not stored, and later callers wait for its end instead of
 * joining.
 *
 * <p>Past 300 lines, because all that may happen to a flight meets in its state: joining, storing, superseding, expiring.
 */
final class Flight<V extends @Nullable Object> {

    /** Which flight a thread waits for, in any lock of this JVM: what it takes to see a circle of waiting leaders. */
    static final Map<Thread, Flight<?>> WAITING = new ConcurrentHashMap<>();

    private static final CompletableFuture<?> NOTHING = new CompletableFuture<>();

    /** Numbers what threads do, to tell what came first. */
    private static final AtomicLong MOMENTS = new AtomicLong();

    final Object key;

    /** Whether a time limit may still end it; who moves it from {@code OPEN} ends it. */
    private enum Phase {
        OPEN,
        CLOSING,
        EXPIRED
    }

    private final String place;
    private final WaitTimer timer;
    private final Predicate<Object> fenced;
    private final long startedNanos;
    private final CompletableFuture<Outcome<V>> landing = new CompletableFuture<>();
    private final AtomicBoolean started;
    private volatile @Nullable Lead lead;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);
    private volatile boolean superseded;
    private volatile @Nullable Runnable lending;
    private volatile @Nullable Mutex awaited;
    private volatile @Nullable Storing storing;
    private volatile CompletableFuture<?> stoodInLine = NOTHING;
    private @Nullable Thread creator;
    private @Nullable Map<Long, CompletableFuture<Outcome<V>>> seats;

    /** A flight without a leader waits for {@link #start}. Whether its key is fenced is asked when it is to store. */
    Flight(String place, WaitTimer timer, Object key, @Nullable Thread leader, Predicate<Object> fenced) {
        this.place = place;
        this.timer = timer;
        this.startedNanos = timer.nanoTime();
        this.fenced = fenced;
        this.key = key;
        this.lead = leader == null ? null : new Lead(leader, moment());
        this.started = new AtomicBoolean(leader != null);
    }

    /** The present, to be compared with others. */
    static long moment() {
        return MOMENTS.incrementAndGet();
    }

    /** Starts the flight unless it has started; its leader is the thread, or nobody if it is asynchronous. */
    boolean start(@Nullable Thread thread) {
        if (!started.compareAndSet(false, true)) {
            return false;
        }
        leadBy(thread);
        return true;
    }

    /** Says who is leading now: in an asynchronous flight a thread, while the creator is being called; else nobody. */
    void leadBy(@Nullable Thread thread) {
        lead = thread == null ? null : new Lead(thread, moment());
    }

    boolean isLedBy(Thread thread) {
        Lead now = lead;
        return now != null && now.thread == thread;
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
            await(begun.end());
        }
    }

    /** However long it takes: no longer than a call of the backend may. */
    private <T> T await(CompletableFuture<T> end) {
        boolean interrupted = false;
        while (!end.isDone()) {
            try {
                timer.await(end, Long.MAX_VALUE);
            } catch (InterruptedException interruption) {
                interrupted = true;
            } catch (TimeoutException impossible) {
                throw new AssertionError("nobody waits for 292 years", impossible);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return end.join();
    }

    /** What the one lands it with who ends it because of a time limit. */
    Outcome<V> landedByLimit() {
        return await(landing);
    }

    boolean isSuperseded() {
        return superseded;
    }

    /** Says that the creation is ending, so that no time limit ends it any more. False if one has. */
    boolean close() {
        return phase.compareAndSet(Phase.OPEN, Phase.CLOSING) || phase.get() == Phase.CLOSING;
    }

    /** Ends it because of a time limit. False if it is ending already. */
    boolean expire() {
        return phase.compareAndSet(Phase.OPEN, Phase.EXPIRED);
    }

    boolean isExpired() {
        return phase.get() == Phase.EXPIRED;
    }

    /** The thread that is in the creator from now on, which an expiry interrupts; null when it is out of it. */
    synchronized void createIn(@Nullable Thread thread) {
        creator = thread;
        if (thread == null && isExpired()) {
            Thread.interrupted(); // it was meant for the creator
        }
    }

    synchronized void interruptCreator() {
        if (creator != null) {
            creator.interrupt();
        }
    }

    /** What the leader waits for, or has waited for in vain, before it creates; null once it has it. */
    void awaits(@Nullable Mutex mutex) {
        awaited = mutex;
    }

    /** From now on the leader waits for its turn to create, until it is lent one; null when it no longer waits. */
    void standInLine(@Nullable Runnable newLending) {
        lending = newLending;
        if (newLending != null) {
            stoodInLine().complete(null);
        }
    }

    /** The turn of a creator that waits for this flight is good for both. */
    private void lendTurn() {
        Runnable present = lending;
        if (present != null) {
            present.run();
        }
    }

    /** To be called by who waits for this flight in a creator that has its turn: the leader may wait for just that turn. */
    void lendTurnIfNeeded() {
        stoodInLine().thenRun(this::lendTurn);
    }

    /** Completes when the leader begins to wait for its turn, if it does. */
    private synchronized CompletableFuture<?> stoodInLine() {
        if (stoodInLine == NOTHING) {
            stoodInLine = new CompletableFuture<>();
        }
        return stoodInLine;
    }

    /**
     * Never waits, as this may be the thread of an event loop. False if the flight is superseded, or has expired, or its
     * key is fenced.
     */
    boolean beginStore() {
        return close() && beginLastStore();
    }

    /** The same for the one who has ended it because of a time limit. */
    boolean beginLastStore() {
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

    /** Who leads, and since when. */
    private record Lead(Thread thread, long since) {}

    private record Storing(Thread thread, CompletableFuture<Void> end) {}

    /** Guards the store of a value that was created under a lock. */
    Fence fence(Held held) {
        return fence(held, this::beginStore);
    }

    /** The fence of the one who has ended the flight because of a time limit. */
    Fence lastFence(Held held) {
        return fence(held, this::beginLastStore);
    }

    private Fence fence(Held held, BooleanSupplier begin) {
        return store -> {
            if (!begin.getAsBoolean()) {
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
    CompletableFuture<Outcome<V>> landed() {
        return landing;
    }

    /**
     * Whether waiting for this flight would close a circle: its leader waits, directly or not, for this thread. Other
     * threads go on meanwhile, so the circle is one only if no flight in it has landed by the time all are seen; a
     * leader whose flight has landed is free to wait for anybody.
     */
    boolean waitsFor(Thread thread) {
        return waitsFor(thread, Long.MAX_VALUE);
    }

    /**
     * The same, for what the thread did at that moment. What it leads since then has nothing to do with it: a thread
     * of a pool that has made an asynchronous call goes on to other things.
     */
    boolean waitsFor(Thread thread, long moment) {
        List<Flight<?>> chain = new ArrayList<>();
        Flight<?> flight = this;
        while (flight != null && chain.size() < 1_000) {
            chain.add(flight);
            Lead pilot = flight.lead;
            if (pilot == null) {
                return false;
            }
            if (pilot.thread == thread) {
                return pilot.since < moment && chain.stream().noneMatch(each -> each.landing.isDone());
            }
            flight = WAITING.get(pilot.thread);
        }
        return false;
    }

    /**
     * The outcome for somebody who waits without a thread, and who cancels it to give up. One task of the executor
     * completes all of these, so that nobody's continuation runs on the leader's thread.
     */
    CompletableFuture<Outcome<V>> landing(Executor executor) {
        CompletableFuture<Outcome<V>> seat = new CompletableFuture<>();
        Map<Long, CompletableFuture<Outcome<V>>> taken = seats(executor);
        long number = moment();
        taken.put(number, seat);
        seat.whenComplete((outcome, failure) -> taken.remove(number));
        if (landing.isDone()) { // perhaps too late for that task
            executor.execute(() -> seat.complete(landing.join()));
        }
        return seat;
    }

    /** In the order of arrival. */
    private synchronized Map<Long, CompletableFuture<Outcome<V>>> seats(Executor executor) {
        Map<Long, CompletableFuture<Outcome<V>>> known = seats;
        if (known != null) {
            return known;
        }
        Map<Long, CompletableFuture<Outcome<V>>> first = new ConcurrentSkipListMap<>();
        landing.thenAcceptAsync(outcome -> first.values().forEach(seat -> seat.complete(outcome)), executor);
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
     * @param inCreator whether this thread is in a creator that has its turn
     * @return the outcome, or null if this thread must not wait because the flight waits for it
     * @throws TimeoutException if there is none by then
     */
    @Nullable
    Outcome<V> await(Deadline deadline, boolean inCreator) throws InterruptedException, TimeoutException {
        Thread thread = Thread.currentThread();
        WAITING.put(thread, this);
        try {
            if (waitsFor(thread)) {
                return null;
            }
            if (inCreator) {
                lendTurnIfNeeded();
            }
            return timer.await(landing, deadline.remainingNanos());
        } finally {
            WAITING.remove(thread);
        }
    }

    RunningCreation snapshot() {
        Lead pilot = lead;
        return new RunningCreation(
                key, pilot == null ? null : pilot.thread.getName(), Duration.ofNanos(timer.nanoTime() - startedNanos));
    }

    /** Who is to end it, in words for a message. */
    String holder() {
        Lead pilot = lead;
        long millis = TimeUnit.NANOSECONDS.toMillis(timer.nanoTime() - startedNanos);
        String nobody = started.get() ? "an asynchronous creation" : "a background creation that has not started";
        String who = pilot == null ? nobody : "thread '" + pilot.thread.getName() + "'";
        Mutex mutex = awaited;
        return who + ", for " + millis + " ms" + (mutex == null ? "" : ", waiting for " + mutex.holder());
    }
}
