package io.dogpile.region;

import io.dogpile.backend.CachedValue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What happens when a successor can't be made: the previous value is served, and carries the time before which nobody
 * tries again. Kept with the value, that time is known wherever the value is, and goes with it.
 */
final class FailedCreations {

    private final Freshness freshness;
    private final Events events;

    FailedCreations(Freshness freshness, Events events) {
        this.freshness = freshness;
        this.events = events;
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
        return previous.failing(failures, freshness.nowMicros() + Freshness.micros(pause));
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
        if (previous != null && previous.failures() > 0) {
            events.onRecovered(key, previous.failures());
        }
    }
}
