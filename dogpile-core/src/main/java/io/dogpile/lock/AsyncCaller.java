package io.dogpile.lock;

import io.dogpile.lock.Outcome.Abandoned;
import io.dogpile.lock.Outcome.Refused;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Who called asynchronously, and how it joins the flights of others: without a thread, for no longer than its limit, and
 * going on on the executor; neither the leader's thread nor the timer's ever runs what depends on it.
 *
 * @param thread the thread that called, which may wait for the answer in ways that nobody sees
 * @param called when it called
 * @param led the flights of wanted keys that this thread was leading when it called
 * @param inCreator whether it called from within a creator, which has its turn already
 */
record AsyncCaller(
        DogpileLock lock,
        Thread thread,
        long called,
        Set<Flight<?>> led,
        boolean inCreator,
        Deadline deadline,
        Executor executor) {

    /** The calling thread. */
    static AsyncCaller here(DogpileLock lock, Collection<?> keys, Duration limit, Executor executor) {
        Thread here = Thread.currentThread();
        return new AsyncCaller(
                lock,
                here,
                Flight.moment(),
                lock.ledBy(here, keys),
                lock.isInCreator(),
                lock.deadline(limit),
                executor);
    }

    /** The terms for what this caller asks for and waits for, on whatever thread. */
    Terms termsOf(Terms terms) {
        return inCreator ? terms.inTurn() : terms;
    }

    /** Whether the flight waits for this caller, as far as that can be told, so that the caller must not wait for it. */
    boolean isAwaitedBy(Flight<?> other) {
        return led.contains(other) || other.waitsFor(thread, called);
    }

    /**
     * Shares the outcome of another's flight if it is still current; otherwise just waits for its end.
     *
     * @param limit for how long at most; null for as long as the caller waits
     * @param result gives up waiting by being done
     */
    <V extends @Nullable Object> CompletableFuture<Outcome<V>> join(
            Flight<V> other, @Nullable Duration limit, CompletableFuture<?> result) {
        if (other.start(null)) { // still queued: called off
            lock.land(other, new Abandoned<>());
            return CompletableFuture.completedFuture(new Abandoned<>());
        }
        boolean current = !other.isSuperseded();
        Deadline waiting = lock.deadline(deadline.within(limit).remaining());
        CompletableFuture<Outcome<V>> landing = other.landing(executor);
        Future<?> alarm = lock.timer()
                .after(
                        waiting.remaining(),
                        () -> executor.execute(() ->
                                landing.completeExceptionally(lock.timeout(other.key, other.holder(), deadline))));
        landing.whenComplete((outcome, failure) -> alarm.cancel(false));
        if (inCreator) {
            other.lendTurnIfNeeded();
        }
        result.whenComplete((value, failure) -> landing.cancel(false));
        return landing.thenApply(outcome -> {
            lock.listener().onJoined(other.key, waiting.elapsed());
            return current && !(outcome instanceof Refused<V>) ? outcome : new Abandoned<>();
        });
    }
}
