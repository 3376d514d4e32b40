package io.dogpile.region;

import io.dogpile.backend.CachedValue;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes every entry that a region stores, so that a value lives the same life however it came: what its creator or the
 * call says, else what the policies say, else the region's. Thread-safe.
 */
final class Entries {

    private final String region;
    private final Policies regional;
    private final long regionalExpiration;
    private final RandomGenerator randomness;

    Entries(String region, RegionConfig config) {
        this.region = region;
        this.regional = config.policies;
        this.regionalExpiration = Freshness.micros(config.expirationTime);
        this.randomness = config.randomness;
    }

    /**
     * An entry.
     *
     * @param key the key, for messages
     * @param started when its creator began; the same as {@code ended} for a value that was set
     * @param said what is known of the value besides
     */
    <V extends @Nullable Object> CachedValue<V> entry(Object key, V value, long started, long ended, CallOptions said) {
        Policies policies = said.policies(regional);
        CachedValue<V> entry = living(CachedValue.of(value, ended).taking(ended - started), said, policies);
        Function<Object, @Nullable Long> versionOf = policies.versionOf();
        if (versionOf != null && value != null) {
            entry = entry.versioned(version(key, value, versionOf));
        }
        return kept(said.attributes().isEmpty() ? entry : entry.withAttributes(said.attributes()), policies);
    }

    /** The entry, to be kept as long as the policies can use it, if that is not what the backend does anyway. */
    <V extends @Nullable Object> CachedValue<V> kept(CachedValue<V> entry, Policies policies) {
        long onError = policies.serveStaleOnErrorMicros();
        boolean special = entry.serveStaleMicros(Freshness.UNSAID) != Freshness.UNSAID
                || onError > regional.serveStaleOnErrorMicros();
        return special && onError > 0 ? entry.servedOnError(onError) : entry;
    }

    private <V extends @Nullable Object> CachedValue<V> living(
            CachedValue<V> entry, CallOptions said, Policies policies) {
        long own = said.ownExpirationMicros();
        long serveStale = said.ownServeStaleMicros();
        if (said.lifeIsSettled()) {
            return entry.living(own, serveStale);
        }
        long wanted = own == Freshness.UNSAID && entry.payload() == null ? policies.nullExpirationMicros() : own;
        long expiration =
                shortened(wanted == Freshness.UNSAID ? regionalExpiration : wanted, policies.expirationJitter());
        if (own != Freshness.UNSAID || expiration > regionalExpiration) {
            return entry.living(expiration, serveStale);
        }
        CachedValue<V> living = entry.living(Freshness.UNSAID, serveStale);
        return expiration == regionalExpiration ? living : living.shortened(expiration);
    }

    private long shortened(long expiration, double jitter) {
        return jitter == 0 || expiration == Freshness.FOREVER
                ? expiration
                : expiration - (long) (expiration * jitter * randomness.nextDouble());
    }

    private long version(Object key, Object value, Function<Object, @Nullable Long> versionOf) {
        Long version;
        try {
            version = versionOf.apply(value);
        } catch (RuntimeException error) {
            throw unversioned(key, "failed: " + error, error);
        }
        if (version != null && version < 0) {
            throw unversioned(key, "answered " + version + ", but a version is 0 or more, or null for none", null);
        }
        return version == null ? -1 : version;
    }

    private IllegalStateException unversioned(Object key, String what, @Nullable Throwable cause) {
        return new IllegalStateException(
                "Region '" + region + "': versionOf, asked for the version of key '" + key + "', " + what, cause);
    }
}
