package io.dogpile.region;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one call does differently from its region. Immutable; start from {@link #NONE} or a static method and add.
 *
 * <pre>{@code
 * region.getOrCreate(key, creator, CallOptions.expiring(Duration.ofMinutes(1)).cachingOnlyIf(report -> !report.isEmpty()));
 * }</pre>
 */
public final class CallOptions {

    /** Nothing different. */
    public static final CallOptions NONE = new CallOptions(null, false, null, null, false, false);

    private final @Nullable Supplier<? extends @Nullable Duration> expirationTime;
    private final boolean ignoringExpiration;
    private final @Nullable Predicate<@Nullable Object> shouldCache;
    private final @Nullable Type type;
    private final boolean wrappingFailures;
    private final boolean looked;

    private CallOptions(
            @Nullable Supplier<? extends @Nullable Duration> expirationTime,
            boolean ignoringExpiration,
            @Nullable Predicate<@Nullable Object> shouldCache,
            @Nullable Type type,
            boolean wrappingFailures,
            boolean looked) {
        this.expirationTime = expirationTime;
        this.ignoringExpiration = ignoringExpiration;
        this.shouldCache = shouldCache;
        this.type = type;
        this.wrappingFailures = wrappingFailures;
        this.looked = looked;
    }

    /**
     * Another expiration time than the region's for this call. It decides whether what is found is still good; how
     * long the store keeps an entry remains the region's choice.
     *
     * @param expirationTime the age after which an entry is stale; {@link CacheRegion#NEVER} for never
     * @return options with that expiration time
     * @throws IllegalArgumentException if it is negative and not {@link CacheRegion#NEVER}
     */
    public static CallOptions expiring(Duration expirationTime) {
        requireExpiration(expirationTime);
        return expiring(() -> expirationTime);
    }

    /**
     * Another expiration time than the region's, asked for with each call.
     *
     * @param expirationTime gives the age after which an entry is stale; {@link CacheRegion#NEVER} for never, null for
     *     the region's own
     * @return options with that expiration time
     */
    public static CallOptions expiring(Supplier<? extends @Nullable Duration> expirationTime) {
        return new CallOptions(expirationTime, false, null, null, false, false);
    }

    /**
     * Takes whatever is stored, however old and whether or not the region was invalidated. Only for reading.
     *
     * @return options that ignore expiration and invalidation
     */
    public static CallOptions ignoringExpiration() {
        return new CallOptions(null, true, null, null, false, false);
    }

    /**
     * Stores a created value only if it passes a test. The value reaches its callers in any case. Counterpart of
     * dogpile.cache's {@code should_cache_fn}.
     *
     * @param <V> type of the values
     * @param test decides whether to store a value
     * @return options with that test
     */
    @SuppressWarnings("unchecked") // the values tested are those of the creator that goes with these options
    public <V extends @Nullable Object> CallOptions cachingOnlyIf(Predicate<? super V> test) {
        return new CallOptions(
                expirationTime, ignoringExpiration, (Predicate<@Nullable Object>) test, type, wrappingFailures, looked);
    }

    /**
     * Says what type the value has, for backends that make objects of bytes. Not needed in memory.
     *
     * @param newType the type, such as {@code Report.class} or the generic return type of a method
     * @return options with that type
     */
    public CallOptions reading(Type newType) {
        return new CallOptions(expirationTime, ignoringExpiration, shouldCache, newType, wrappingFailures, looked);
    }

    /**
     * Gives this caller every exception of a creator, unchecked ones too, as the cause of a {@link
     * io.dogpile.lock.CreationException}. What else comes out of the call is the cache's own failure, which can't be
     * told otherwise where a creator uses other regions. Errors still come as they are. Has no effect on creations of
     * several keys.
     *
     * @return options that wrap failures
     */
    public CallOptions wrappingFailures() {
        return new CallOptions(expirationTime, ignoringExpiration, shouldCache, type, true, looked);
    }

    /**
     * Says that the caller has looked for the value already and found none, so that the region's {@link RegionStats}
     * count one look-up, not two.
     *
     * @return options of a call whose own look is not counted
     */
    public CallOptions havingLooked() {
        return new CallOptions(expirationTime, ignoringExpiration, shouldCache, type, wrappingFailures, true);
    }

    Type type(Type regionType) {
        return type == null ? regionType : type;
    }

    long expirationMicros(long regionExpiration) {
        if (ignoringExpiration) {
            return Freshness.FOREVER;
        }
        Duration own = expirationTime == null ? null : expirationTime.get();
        return own == null ? regionExpiration : Freshness.micros(requireExpiration(own));
    }

    boolean ignoresExpiration() {
        return ignoringExpiration;
    }

    boolean wrapsFailures() {
        return wrappingFailures;
    }

    boolean hasLooked() {
        return looked;
    }

    boolean shouldCache(@Nullable Object value) {
        return shouldCache == null || shouldCache.test(value);
    }

    private static Duration requireExpiration(Duration expirationTime) {
        if (expirationTime.isNegative() && !expirationTime.equals(CacheRegion.NEVER)) {
            throw new IllegalArgumentException("expirationTime is " + expirationTime
                    + "; it must not be negative, except for -1 s, which means never");
        }
        return expirationTime;
    }
}
