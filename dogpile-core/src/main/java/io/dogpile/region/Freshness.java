package io.dogpile.region;

import io.dogpile.backend.CachedValue;
import io.dogpile.backend.RegionInvalidationStrategy;
import io.dogpile.lock.Lookup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The reader's decision: is an entry fresh, stale or as good as missing? All times are microseconds. */
record Freshness(
        long serveStaleMicros, RegionInvalidationStrategy invalidation, InstantSource clock, InstantSource coarse) {

    static final long FOREVER = Long.MAX_VALUE;

    /** From here on a tick of the coarse clock is at most a hundredth of the expiration time. */
    private static final long LONG = TimeUnit.MILLISECONDS.toMicros(100 * CoarseClock.TICK_MILLIS);

    Freshness(long serveStaleMicros, RegionInvalidationStrategy invalidation, InstantSource clock) {
        this(serveStaleMicros, invalidation, clock, CoarseClock.of(clock));
    }

    /** Null and -1 are for ever. */
    static long micros(@Nullable Duration duration) {
        return duration == null || duration.isNegative() ? FOREVER : TimeUnit.MICROSECONDS.convert(duration);
    }

    boolean isFresh(CachedValue<?> value, long expiration) {
        return value.version() == CachedValue.CURRENT_VERSION
                && (expiration == FOREVER || age(value, expiration) < expiration)
                && value.startedMicros() > invalidation.hardCutoff()
                && value.startedMicros() > invalidation.softCutoff();
    }

    <V extends @Nullable Object> Lookup<V> classify(@Nullable CachedValue<V> value, long expiration) {
        if (value == null) {
            return new Lookup.Missing<>();
        }
        if (isFresh(value, expiration)) {
            return new Lookup.Fresh<>(value.payload());
        }
        return isServable(value, expiration) ? new Lookup.Stale<>(value.payload()) : new Lookup.Missing<>();
    }

    private boolean isServable(CachedValue<?> value, long expiration) {
        long created = value.creationTimeMicros();
        if (serveStaleMicros == 0
                || value.version() != CachedValue.CURRENT_VERSION
                || value.startedMicros() <= invalidation.hardCutoff()) {
            return false;
        }
        if (serveStaleMicros == FOREVER) {
            return true;
        }
        long staleSince = expiration == FOREVER ? FOREVER : created + expiration;
        long softCutoff = invalidation.softCutoff();
        if (value.startedMicros() <= softCutoff) {
            staleSince = Math.min(staleSince, softCutoff);
        }
        return nowMicros(clock) - staleSince < serveStaleMicros;
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

    /** Never negative: creation times have microseconds, the present has only milliseconds, and clocks differ. */
    private long age(CachedValue<?> value, long expiration) {
        long now = nowMicros(expiration < LONG ? clock : coarse);
        return Math.max(0, now - value.creationTimeMicros());
    }

    private static long nowMicros(InstantSource source) {
        return source.millis() * 1_000;
    }
}
