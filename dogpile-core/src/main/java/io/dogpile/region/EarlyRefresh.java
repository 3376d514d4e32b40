package io.dogpile.region;

import io.dogpile.backend.CachedValue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A reader's decision whether a fresh value's successor should be made before the value expires. Thread-safe, and free of
 * allocation.
 *
 * <p><i>XFetch</i>, from Vattani, Chierichetti, Lowenstein: Optimal Probabilistic Cache Stampede Prevention, VLDB 8(8),
 * 2015: with {@code t} left and a creator that takes {@code d}, a read is due with the probability {@code exp(-t / (beta *
 * d))}. Of reads that come at random with the rate {@code r}, the first one that is due comes on average {@code beta * d *
 * (ln(r * beta * d) + 0.577)} before the expiration, which should be a small part of the expiration time.
 *
 * @param beta 0 for no XFetch
 * @param threshold the part of the expiration time after which every read is due; 0 for none
 */
record EarlyRefresh(double beta, double threshold) {

    /** No logarithm of what {@link RandomGenerator#nextDouble} draws, which has 53 bits, is larger. */
    private static final double LARGEST_DRAW = 53 * Math.log(2);

    /** Null for policies that refresh nothing early. */
    static @Nullable EarlyRefresh of(Policies policies) {
        return policies.refreshEarly()
                ? new EarlyRefresh(policies.earlyRefresh(), policies.earlyRefreshThreshold())
                : null;
    }

    /**
     * Decides for one read.
     *
     * @param expirationMicros the age at which this reader calls the value stale; {@link Freshness#FOREVER} for never
     */
    boolean isDue(CachedValue<?> value, long expirationMicros, long nowMicros, RandomGenerator random) {
        if (expirationMicros == Freshness.FOREVER || value.retryAtMicros() > nowMicros) {
            return false;
        }
        long age = Math.max(0, nowMicros - value.creationTimeMicros());
        return (threshold > 0 && age >= threshold * expirationMicros)
                || isDrawn(expirationMicros - age, value.tookMicros() * beta, random);
    }

    /** Far from the expiration no read can be due, and nothing is drawn. */
    private static boolean isDrawn(long left, double scale, RandomGenerator random) {
        return scale > 0 && left <= scale * LARGEST_DRAW && left <= -scale * Math.log(1 - random.nextDouble());
    }
}
