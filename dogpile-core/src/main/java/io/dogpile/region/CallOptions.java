package io.dogpile.region;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one call does differently from its region. Immutable; start from {@link #NONE} or a static method and add.
 *
 * <pre>{@code
 * region.getOrCreate(key, creator, CallOptions.expiring(Duration.ofMinutes(1)).cachingOnlyIf(report -> !report.isEmpty()));
 * }</pre>
 *
 * <p>Past 300 lines, because every option is documented.
 */
public final class CallOptions {

    /** Nothing different. */
    public static final CallOptions NONE = new CallOptions(new Said());

    private final Said said;

    private CallOptions(Said said) {
        this.said = said;
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
        return NONE.with(next -> next.expirationTime = expirationTime);
    }

    /**
     * Takes whatever is stored, however old and whether or not the region was invalidated. Only for reading.
     *
     * @return options that ignore expiration and invalidation
     */
    public static CallOptions ignoringExpiration() {
        return NONE.with(next -> next.ignoringExpiration = true);
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
        Predicate<@Nullable Object> present = said.shouldCache;
        return with(next -> next.shouldCache = present == null ? further : present.and(further));
    }

    /**
     * Says what type the value has, for backends that make objects of bytes. Not needed in memory.
     *
     * @param newType the type, such as {@code Report.class} or the generic return type of a method
     * @return options with that type
     */
    public CallOptions reading(Type newType) {
        return with(next -> next.type = newType);
    }

    /**
     * Gives this caller every exception of a creator, unchecked ones too, as the cause of a {@link
     * io.dogpile.lock.CreationException}. What else comes out of the call is the cache's own failure, which can't be
     * told otherwise where a creator uses other regions. Errors still come as they are.
     *
     * @return options that wrap failures
     */
    public CallOptions wrappingFailures() {
        return with(next -> next.wrappingFailures = true);
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
        return with(next -> next.askedServeStale = asked);
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
        return with(next -> {
            next.ownExpiration = expirationMicros;
            next.ownServeStale = serveStaleMicros;
        });
    }

    /** With further metadata that is stored with the value, and with an expiration time that nothing shortens. */
    CallOptions describing(Map<String, Object> attributes, boolean lifeIsSettled) {
        return with(next -> {
            next.attributes = attributes;
            next.lifeIsSettled = lifeIsSettled;
        });
    }

    /**
     * Policies of this call. Where they say nothing, earlier ones of these options count, and then the region's.
     *
     * @param policies the policies
     * @return options with these policies
     */
    public CallOptions following(Policies policies) {
        return with(next -> next.policies = policies.orElse(said.policies));
    }

    /**
     * The caller's deadline: how long this call may take at most, if that is less than the region's wait timeout. A
     * creator of this call then runs on a thread of the region, and goes on when the caller no longer waits for it. A
     * caller whose time is over gets the previous value if there is one that it may have, see {@link
     * Policies#serveStaleOnError}, else a {@link io.dogpile.lock.CreationTimeoutException}.
     *
     * @param time the time; zero for not to wait at all
     * @return options with that limit
     * @throws IllegalArgumentException if it is negative
     */
    public CallOptions waitingAtMost(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("waitingAtMost is " + time + "; it must not be negative");
        }
        return with(next -> next.waitTimeout = time);
    }

    /**
     * Says that the caller has looked for the value already and found none, so that the region's {@link RegionStats}
     * count one look-up, not two.
     *
     * @return options of a call whose own look is not counted
     */
    public CallOptions havingLooked() {
        return with(next -> next.looked = true);
    }

    private CallOptions with(Consumer<Said> change) {
        Said next = new Said(said);
        change.accept(next);
        return new CallOptions(next);
    }

    Type type(Type regionType) {
        Type own = said.type;
        return own == null ? regionType : own;
    }

    /** The expiration time that the caller insists on, if it does. */
    long expirationMicros() {
        if (said.ignoringExpiration) {
            return Freshness.FOREVER;
        }
        Duration own = said.expirationTime == null ? null : said.expirationTime.get();
        return own == null ? Freshness.UNSAID : micros("expirationTime", own);
    }

    /** The stale window that the caller insists on, if it does. */
    long serveStaleMicros() {
        return said.askedServeStale;
    }

    long ownExpirationMicros() {
        return said.ownExpiration;
    }

    long ownServeStaleMicros() {
        return said.ownServeStale;
    }

    Map<String, Object> attributes() {
        return said.attributes;
    }

    boolean lifeIsSettled() {
        return said.lifeIsSettled;
    }

    /** Whether an entry is made as if nothing was said. */
    boolean isOrdinaryEntry() {
        return said.ownExpiration == Freshness.UNSAID
                && said.ownServeStale == Freshness.UNSAID
                && said.policies == Policies.NONE
                && said.attributes.isEmpty();
    }

    boolean ignoresExpiration() {
        return said.ignoringExpiration;
    }

    boolean wrapsFailures() {
        return said.wrappingFailures;
    }

    boolean hasLooked() {
        return said.looked;
    }

    boolean shouldCache(@Nullable Object value) {
        return said.shouldCache == null || said.shouldCache.test(value);
    }

    /** The call's own. */
    Policies policies() {
        return said.policies;
    }

    /** The call's own over the region's. */
    Policies policies(Policies regional) {
        return said.policies.orElse(regional);
    }

    /** Null if the caller waits as long as the region's callers do. */
    @Nullable
    Duration waitTimeout() {
        return said.waitTimeout;
    }

    static long micros(String name, Duration time) {
        if (time.isNegative() && !time.equals(CacheRegion.NEVER)) {
            throw new IllegalArgumentException(
                    name + " is " + time + "; it must not be negative, except for -1 s, which means never");
        }
        return Freshness.micros(time);
    }

    /** What was said; the region's where nothing was. Changed only before it is shared. */
    private static final class Said {

        @Nullable
        Supplier<? extends @Nullable Duration> expirationTime;

        boolean ignoringExpiration;

        @Nullable
        Predicate<@Nullable Object> shouldCache;

        @Nullable
        Type type;

        boolean wrappingFailures;
        boolean looked;
        long askedServeStale = Freshness.UNSAID;
        long ownExpiration = Freshness.UNSAID;
        long ownServeStale = Freshness.UNSAID;
        Policies policies = Policies.NONE;
        Map<String, Object> attributes = Map.of();
        boolean lifeIsSettled;

        @Nullable
        Duration waitTimeout;

        Said() {}

        Said(Said other) {
            expirationTime = other.expirationTime;
            ignoringExpiration = other.ignoringExpiration;
            shouldCache = other.shouldCache;
            type = other.type;
            wrappingFailures = other.wrappingFailures;
            looked = other.looked;
            askedServeStale = other.askedServeStale;
            ownExpiration = other.ownExpiration;
            ownServeStale = other.ownServeStale;
            policies = other.policies;
            attributes = other.attributes;
            lifeIsSettled = other.lifeIsSettled;
            waitTimeout = other.waitTimeout;
        }
    }
}
