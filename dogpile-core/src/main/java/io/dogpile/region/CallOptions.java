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
    public static final CallOptions NONE = new CallOptions(null, false, null, null, false, Ages.REGIONAL, false);

    private final @Nullable Supplier<? extends @Nullable Duration> expirationTime;
    private final boolean ignoringExpiration;
    private final @Nullable Predicate<@Nullable Object> shouldCache;
    private final @Nullable Type type;
    private final boolean wrappingFailures;
    private final Ages ages;
    private final boolean looked;

    private CallOptions(
            @Nullable Supplier<? extends @Nullable Duration> expirationTime,
            boolean ignoringExpiration,
            @Nullable Predicate<@Nullable Object> shouldCache,
            @Nullable Type type,
            boolean wrappingFailures,
            Ages ages,
            boolean looked) {
        this.expirationTime = expirationTime;
        this.ignoringExpiration = ignoringExpiration;
        this.shouldCache = shouldCache;
        this.type = type;
        this.wrappingFailures = wrappingFailures;
        this.ages = ages;
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
        micros("expirationTime", expirationTime);
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
        return new CallOptions(expirationTime, false, null, null, false, Ages.REGIONAL, false);
    }

    /**
     * Takes whatever is stored, however old and whether or not the region was invalidated. Only for reading.
     *
     * @return options that ignore expiration and invalidation
     */
    public static CallOptions ignoringExpiration() {
        return new CallOptions(null, true, null, null, false, Ages.REGIONAL, false);
    }

    /**
     * Stores a created value only if it passes a test. The value reaches its callers in any case. Counterpart of
     * dogpile.cache's {@code should_cache_fn}. A further test is added to those there are.
     *
     * @param <V> type of the values
     * @param test decides whether to store a value
     * @return options with that test
     */
    @SuppressWarnings("unchecked") // the values tested are those of the creator that goes with these options
    public <V extends @Nullable Object> CallOptions cachingOnlyIf(Predicate<? super V> test) {
        Predicate<@Nullable Object> further = (Predicate<@Nullable Object>) test;
        Predicate<@Nullable Object> both = shouldCache == null ? further : shouldCache.and(further);
        return new CallOptions(expirationTime, ignoringExpiration, both, type, wrappingFailures, ages, looked);
    }

    /**
     * Says what type the value has, for backends that make objects of bytes. Not needed in memory.
     *
     * @param newType the type, such as {@code Report.class} or the generic return type of a method
     * @return options with that type
     */
    public CallOptions reading(Type newType) {
        return new CallOptions(
                expirationTime, ignoringExpiration, shouldCache, newType, wrappingFailures, ages, looked);
    }

    /**
     * Gives this caller every exception of a creator, unchecked ones too, as the cause of a {@link
     * io.dogpile.lock.CreationException}. What else comes out of the call is the cache's own failure, which can't be
     * told otherwise where a creator uses other regions. Errors still come as they are.
     *
     * @return options that wrap failures
     */
    public CallOptions wrappingFailures() {
        return new CallOptions(expirationTime, ignoringExpiration, shouldCache, type, true, ages, looked);
    }

    /**
     * Another stale window than the region's or the value's for this call.
     *
     * @param serveStale how long past its expiration a value may be served; zero for not at all, {@link
     *     CacheRegion#NEVER} for ever
     * @return options with that window
     * @throws IllegalArgumentException if it is negative and not {@link CacheRegion#NEVER}
     */
    public CallOptions servingStale(Duration serveStale) {
        long asked = micros("serveStale", serveStale);
        return with(new Ages(asked, ages.ownExpiration, ages.ownServeStale));
    }

    /**
     * Gives what this call creates or stores a life of its own, as if its creator had asked for it with {@link
     * CreationContext#expirationTime(Duration)} and {@link CreationContext#serveStale(Duration)}. What the creator says
     * itself counts more. Unlike {@link #expiring(Duration)} this is stored with the value and says nothing about
     * values that are there already.
     *
     * @param expirationTime the age after which the value is stale; {@link CacheRegion#NEVER} for never, null for the
     *     region's
     * @param serveStale how long past its expiration the value may be served; {@link CacheRegion#NEVER} for ever, null
     *     for the region's
     * @return options with that life
     * @throws IllegalArgumentException if one is negative and not {@link CacheRegion#NEVER}
     */
    public CallOptions lasting(@Nullable Duration expirationTime, @Nullable Duration serveStale) {
        return lasting(
                expirationTime == null ? Freshness.UNSAID : micros("expirationTime", expirationTime),
                serveStale == null ? Freshness.UNSAID : micros("serveStale", serveStale));
    }

    CallOptions lasting(long expirationMicros, long serveStaleMicros) {
        return with(new Ages(ages.askedServeStale, expirationMicros, serveStaleMicros));
    }

    private CallOptions with(Ages newAges) {
        return new CallOptions(
                expirationTime, ignoringExpiration, shouldCache, type, wrappingFailures, newAges, looked);
    }

    /**
     * Says that the caller has looked for the value already and found none, so that the region's {@link RegionStats}
     * count one look-up, not two.
     *
     * @return options of a call whose own look is not counted
     */
    public CallOptions havingLooked() {
        return new CallOptions(expirationTime, ignoringExpiration, shouldCache, type, wrappingFailures, ages, true);
    }

    Type type(Type regionType) {
        return type == null ? regionType : type;
    }

    /** The expiration time that the caller insists on, if it does. */
    long expirationMicros() {
        if (ignoringExpiration) {
            return Freshness.FOREVER;
        }
        Duration own = expirationTime == null ? null : expirationTime.get();
        return own == null ? Freshness.UNSAID : micros("expirationTime", own);
    }

    /** The stale window that the caller insists on, if it does. */
    long serveStaleMicros() {
        return ages.askedServeStale;
    }

    long ownExpirationMicros() {
        return ages.ownExpiration;
    }

    long ownServeStaleMicros() {
        return ages.ownServeStale;
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

    static long micros(String name, Duration time) {
        if (time.isNegative() && !time.equals(CacheRegion.NEVER)) {
            throw new IllegalArgumentException(
                    name + " is " + time + "; it must not be negative, except for -1 s, which means never");
        }
        return Freshness.micros(time);
    }

    /** Times that this call differs in; the region's where {@link Freshness#UNSAID}. */
    private record Ages(long askedServeStale, long ownExpiration, long ownServeStale) {

        static final Ages REGIONAL = new Ages(Freshness.UNSAID, Freshness.UNSAID, Freshness.UNSAID);
    }
}
