package io.dogpile.region;

import io.dogpile.backend.CachedValue;
import io.dogpile.lock.Lookup;
import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What happens when a successor can't be made: the previous value is served, and carries the time before which nobody
 * tries again. Kept with the value, that time is known wherever the value is, and goes with it.
 */
final class FailedCreations {

    private final Freshness freshness;
    private final Events events;
    private final Entries entries;
    private final RememberedFailures remembered;

    FailedCreations(Freshness freshness, Events events, Entries entries, RememberedFailures remembered) {
        this.freshness = freshness;
        this.events = events;
        this.entries = entries;
        this.remembered = remembered;
    }

    /** What was found, or the failure that is to be served because nothing was. */
    <V extends @Nullable Object> Lookup<Answer<V>> orFailing(Object key, Lookup<Answer<V>> found, Asked asked) {
        if (!(found instanceof Lookup.Missing)) {
            return found;
        }
        Throwable failure = remembered.of(key, freshness.newestCutoff(), asked.policies());
        return failure == null ? found : new Lookup.Failing<>(failure);
    }

    /** Remembers failures that no value makes up for. What interrupts a creator says nothing about the key. */
    void unrecovered(Collection<Object> keys, Throwable failure, long cutoff, Asked asked) {
        if (!(failure instanceof InterruptedException)
                && !Thread.currentThread().isInterrupted()) {
            keys.forEach(key -> remembered.remember(key, failure, cutoff, asked.policies()));
        }
    }

    /** To be called when something is written or removed. */
    void forget(Collection<?> keys) {
        remembered.forgetAll(keys);
    }

    boolean mayServe(CachedValue<?> previous, Throwable failure, Asked asked) {
        return failure instanceof Exception
                && !(failure instanceof InterruptedException)
                && freshness.isServableOnError(previous, asked);
    }

    /** The previous value with what is known now. */
    <V extends @Nullable Object> CachedValue<V> failed(
            Object key, CachedValue<V> previous, Throwable failure, Asked asked) {
        int failures = previous.failures() == Integer.MAX_VALUE ? Integer.MAX_VALUE : previous.failures() + 1;
        events.onServedOnError(key, failure, failures);
        Duration pause = pause(asked.policies(), failures);
        return entries.kept(
                previous.failing(failures, freshness.nowMicros() + Freshness.micros(pause)), asked.policies());
    }

    /** A previous value that could not be written back, or what is there now instead, if it may be served. */
    <V extends @Nullable Object> Answer<V> newer(
            @Nullable CachedValue<V> present, CachedValue<V> previous, Asked asked) {
        if (present != null && freshness.isFresh(present, asked.expiration())) {
            return Answer.fresh(present);
        }
        return Answer.stale(present != null && freshness.isServableOnError(present, asked) ? present : previous);
    }

    /** Doubles with each failure. */
    static Duration pause(Policies policies, int failures) {
        Duration longest = policies.maximumRetryBackoff();
        Duration pause = policies.retryBackoff();
        for (int i = 1; i < failures && pause.compareTo(longest) < 0 && !pause.isZero(); i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longest) < 0 ? pause : longest;
    }

    void succeeded(Object key, @Nullable CachedValue<?> previous) {
        remembered.forget(key);
        if (previous != null && previous.failures() > 0) {
            events.onRecovered(key, previous.failures());
        }
    }
}
