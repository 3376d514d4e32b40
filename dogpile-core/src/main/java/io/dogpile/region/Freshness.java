package io.dogpile.region;

import io.dogpile.backend.CachedValue;
import io.dogpile.backend.RegionInvalidationStrategy;
import io.dogpile.lock.Lookup;
import io.dogpile.region.KeyEvent.Creation.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The reader's decision: is an entry fresh, stale or as good as missing? What the call asks for counts most, then what
 * the value says itself, then the region's settings. All times are microseconds.
 */
record Freshness(
        long expirationMicros,
        long serveStaleMicros,
        RegionInvalidationStrategy invalidation,
        InstantSource clock,
        InstantSource coarse) {

    static final long FOREVER = Long.MAX_VALUE;

    /** A time that the call, or the value, says nothing about. */
    static final long UNSAID = -1;

    /** From here on a tick of the coarse clock is at most a hundredth of the expiration time. */
    private static final long LONG = TimeUnit.MILLISECONDS.toMicros(100 * CoarseClock.TICK_MILLIS);

    Freshness(
            long expirationMicros,
            long serveStaleMicros,
            RegionInvalidationStrategy invalidation,
            InstantSource clock) {
        this(expirationMicros, serveStaleMicros, invalidation, clock, CoarseClock.of(clock));
    }

    /** Null and -1 are for ever. */
    static long micros(@Nullable Duration duration) {
        return duration == null || duration.isNegative() ? FOREVER : TimeUnit.MICROSECONDS.convert(duration);
    }

    boolean isFresh(CachedValue<?> value, long asked) {
        long expiration = expiration(value, asked);
        return value.version() == CachedValue.CURRENT_VERSION
                && (expiration == FOREVER || age(value, expiration) < expiration)
                && value.startedMicros() > invalidation.hardCutoff()
                && value.startedMicros() > invalidation.softCutoff();
    }

    <V extends @Nullable Object> Lookup<Answer<V>> classify(@Nullable CachedValue<V> value, Asked asked) {
        if (value == null) {
            return new Lookup.Missing<>();
        }
        if (isFresh(value, asked.expiration())) {
            return new Lookup.Fresh<>(Answer.fresh(value));
        }
        boolean onError = isServableOnError(value, asked);
        if (onError && nowMicros() < value.retryAtMicros()) {
            return new Lookup.Resting<>(Answer.stale(value));
        }
        long serveStale = asked.serveStale() == UNSAID ? value.serveStaleMicros(serveStaleMicros) : asked.serveStale();
        if (isServable(value, expiration(value, asked.expiration()), serveStale)) {
            return new Lookup.Stale<>(Answer.stale(value));
        }
        return onError ? new Lookup.LastResort<>(Answer.stale(value)) : new Lookup.Missing<>();
    }

    /** Whether the value may be served in place of a failure. */
    boolean isServableOnError(CachedValue<?> value, Asked asked) {
        return isServable(
                value, expiration(value, asked.expiration()), asked.policies().serveStaleOnErrorMicros());
    }

    /** How long the value is still good; {@link #FOREVER} if it does not expire, 0 if it is stale. */
    long remainingMicros(CachedValue<?> value, long asked) {
        if (!isFresh(value, asked)) {
            return 0;
        }
        long expiration = expiration(value, asked);
        return expiration == FOREVER ? FOREVER : Math.max(0, value.creationTimeMicros() + expiration - nowMicros());
    }

    long nowMicros() {
        return nowMicros(clock);
    }

    /** The entry, unless nobody may get its value any more, however stale. */
    @Nullable
    CachedValue<?> renewable(@Nullable CachedValue<?> entry) {
        return entry != null
                        && entry.version() == CachedValue.CURRENT_VERSION
                        && entry.startedMicros() > invalidation.hardCutoff()
                ? entry
                : null;
    }

    long expiration(CachedValue<?> value, long asked) {
        return asked == UNSAID ? value.expirationMicros(expirationMicros) : asked;
    }

    private boolean isServable(CachedValue<?> value, long expiration, long serveStale) {
        long created = value.creationTimeMicros();
        if (serveStale == 0
                || value.version() != CachedValue.CURRENT_VERSION
                || value.startedMicros() <= invalidation.hardCutoff()) {
            return false;
        }
        if (serveStale == FOREVER) {
            return true;
        }
        long staleSince = expiration == FOREVER ? FOREVER : saturated(created + expiration);
        long softCutoff = invalidation.softCutoff();
        if (value.startedMicros() <= softCutoff) {
            staleSince = Math.min(staleSince, softCutoff);
        }
        return nowMicros(clock) - staleSince < serveStale;
    }

    /** Why an entry that is not fresh is not. */
    Reason staleness(@Nullable CachedValue<?> value) {
        if (value == null || value.version() != CachedValue.CURRENT_VERSION) {
            return Reason.MISSING;
        }
        if (value.startedMicros() <= invalidation.hardCutoff()) {
            return Reason.INVALIDATED;
        }
        return value.startedMicros() <= invalidation.softCutoff() ? Reason.SOFTLY_INVALIDATED : Reason.EXPIRED;
    }

    /** A creation time for what is written now: after every invalidation so far. */
    long stamp() {
        long stamp = Math.max(CachedValue.nowMicros(clock), newestCutoff() + 1);
        invalidation.stamped(stamp);
        return stamp;
    }

    long newestCutoff() {
        return Math.max(invalidation.hardCutoff(), invalidation.softCutoff());
    }

    private static long saturated(long sum) {
        return sum < 0 ? FOREVER : sum;
    }

    /** Never negative: creation times have microseconds, the present has only milliseconds, and clocks differ. */
    private long age(CachedValue<?> value, long expiration) {
        long now = nowMicros(expiration < LONG ? clock : coarse);
        return Math.max(0, now - value.creationTimeMicros());
    }

    private static long nowMicros(InstantSource source) {
        return source.millis() * 1_000;
    }
}
