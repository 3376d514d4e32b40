package io.dogpile.region;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a region does beyond dogpile.cache to keep slow, failing and hanging creators from its callers. Everything is off
 * unless said. A region has policies ({@link RegionConfig.Builder#policies}), and a call can have its own ({@link
 * CallOptions#following}), of which those that it says something about count more than the region's. Immutable and
 * thread-safe; start from {@link #NONE} and add.
 *
 * <pre>{@code
 * Policies.NONE.serveStaleOnError(Duration.ofHours(1)).creationTimeout(Duration.ofSeconds(5)).earlyRefresh(1.0)
 * }</pre>
 *
 * <p>Past 300 lines, because every policy is documented where it is set.
 */
public final class Policies {

    /** Nothing said. */
    public static final Policies NONE = new Policies(new Said());

    private static final Duration DEFAULT_BACKOFF = Duration.ofSeconds(1);
    private static final Duration DEFAULT_MAXIMUM_BACKOFF = Duration.ofMinutes(1);

    private final Said said;

    private Policies(Said said) {
        this.said = said;
    }

    /**
     * Shortens the expiration time of each value by a random part of it, so that values that were made together don't
     * expire together. The value keeps what was drawn, so all readers agree.
     *
     * @param fraction the largest part by which it is shortened, from 0 (the default, not at all) to below 1
     * @return policies with that jitter
     * @throws IllegalArgumentException if it is out of range
     */
    public Policies expirationJitter(double fraction) {
        require(fraction >= 0 && fraction < 1, "expirationJitter", fraction, "from 0 to below 1");
        return with(next -> next.expirationJitter = fraction);
    }

    /**
     * Gives null, which stands for something that does not exist, an expiration time of its own.
     *
     * @param time the age after which a cached null is stale; {@link CacheRegion#NEVER} for never. Unless said, null
     *     lives like any other value
     * @return policies with that expiration time
     * @throws IllegalArgumentException if it is negative and not {@link CacheRegion#NEVER}
     */
    public Policies nullExpirationTime(Duration time) {
        CallOptions.micros("nullExpirationTime", time);
        return with(next -> next.nullExpirationTime = time);
    }

    /**
     * Remembers for a short time that a creator failed: callers without a value get the same failure, and nobody tries.
     * Each process remembers its own failures; changes of the key through its region make it forget.
     *
     * @param time for how long; zero (the default) for not at all
     * @return policies with that time
     * @throws IllegalArgumentException if it is negative
     */
    public Policies failureExpirationTime(Duration time) {
        requireTime("failureExpirationTime", time);
        return with(next -> next.failureExpirationTime = time);
    }

    /**
     * Which failures are remembered, see {@link #failureExpirationTime}.
     *
     * @param types their types, with subtypes, or those of their causes; unless said, every {@link Exception}
     * @return policies with these types
     */
    public Policies cachedFailures(List<Class<? extends Throwable>> types) {
        List<Class<? extends Throwable>> copy = List.copyOf(types);
        return with(next -> next.cachedFailures = copy);
    }

    /**
     * Serves the previous value when its successor can't be made, in place of the failure. Known as
     * {@code stale-if-error} (RFC 5861) and fail-safe. It is a window of its own: within {@code serveStale} callers do
     * not wait for the successor; past it they wait, and get the previous value if the creator fails or takes too long.
     * After a failure nobody tries again for {@link #retryBackoff}, in no process that shares the entry.
     *
     * @param time how long past its expiration the value may be served; zero (the default) for not at all, {@link
     *     CacheRegion#NEVER} for ever
     * @return policies with that window
     * @throws IllegalArgumentException if it is negative and not {@link CacheRegion#NEVER}
     */
    public Policies serveStaleOnError(Duration time) {
        CallOptions.micros("serveStaleOnError", time);
        return with(next -> next.serveStaleOnError = time);
    }

    /**
     * How long nobody tries again after a creator failed and the previous value was served. It doubles with each
     * further failure.
     *
     * @param time the first pause; 1 s unless said
     * @return policies with that pause
     * @throws IllegalArgumentException if it is negative
     */
    public Policies retryBackoff(Duration time) {
        requireTime("retryBackoff", time);
        return with(next -> next.retryBackoff = time);
    }

    /**
     * How far {@link #retryBackoff} grows.
     *
     * @param time the longest pause; 1 min unless said
     * @return policies with that limit
     * @throws IllegalArgumentException if it is negative
     */
    public Policies maximumRetryBackoff(Duration time) {
        requireTime("maximumRetryBackoff", time);
        return with(next -> next.maximumRetryBackoff = time);
    }

    /**
     * How long a caller waits for a creation, its own too, when there is a previous value that it may have instead. The
     * creation goes on in the background, and is stored. Creators then run on threads of the region, see {@link
     * RegionConfig.Builder#creationExecutor}.
     *
     * @param time the time; {@link CacheRegion#NEVER} (the default) for as long as it takes, zero for not at all
     * @return policies with that limit
     * @throws IllegalArgumentException if it is negative and not {@link CacheRegion#NEVER}
     */
    public Policies creationSoftTimeout(Duration time) {
        CallOptions.micros("creationSoftTimeout", time);
        return with(next -> next.creationSoftTimeout = time);
    }

    /**
     * How long a creator may run. Then its callers get a {@link io.dogpile.lock.CreatorTimeoutException}, or the previous
     * value if {@link #serveStaleOnError} lets them; its thread is interrupted, and its key is free, so that the next
     * caller tries anew. What it makes later is not stored. Creators then run on threads of the region, see {@link
     * RegionConfig.Builder#creationExecutor}.
     *
     * @param time the time; {@link CacheRegion#NEVER} (the default) for as long as it takes
     * @return policies with that limit
     * @throws IllegalArgumentException if it is not positive and not {@link CacheRegion#NEVER}
     */
    public Policies creationTimeout(Duration time) {
        require(!time.isZero(), "creationTimeout", time, "more than 0");
        CallOptions.micros("creationTimeout", time);
        return with(next -> next.creationTimeout = time);
    }

    /**
     * How many creators run at a time, in this region and process; several keys of one call count once. A caller with a
     * previous value does not wait for its turn; another waits as long as it would wait for a creation, and then gets what
     * somebody else has made meanwhile, or a {@link io.dogpile.lock.CreationRejectedException}. A creator that asks for
     * further keys needs no further turn.
     *
     * @param count the number; zero (the default) for any number
     * @return policies with that limit
     * @throws IllegalArgumentException if it is negative
     */
    public Policies maximumCreations(int count) {
        require(count >= 0, "maximumCreations", count, "0 or more");
        return with(next -> next.maximumCreations = count);
    }

    /**
     * Has a value made anew in the background shortly before it expires, the sooner the longer its creator ran, and at
     * random, so that processes don't do it together: <i>XFetch</i>, from Vattani, Chierichetti, Lowenstein: Optimal
     * Probabilistic Cache Stampede Prevention, VLDB 8(8), 2015. A reader decides for it when {@code now - took * beta *
     * ln(random)} is past the expiration. One of them is elected, in all processes that share the entry.
     *
     * @param beta 1 is the paper's choice; more is earlier; 0 (the default) for not at all
     * @return policies with that factor
     * @throws IllegalArgumentException if it is negative, or no number
     */
    public Policies earlyRefresh(double beta) {
        require(beta >= 0 && beta <= Double.MAX_VALUE, "earlyRefresh", beta, "0 or more");
        return with(next -> next.earlyRefresh = beta);
    }

    /**
     * Has a value made anew in the background by the first reader after a part of its expiration time.
     *
     * @param fraction the part, such as 0.8; 0 (the default) or 1 for not at all
     * @return policies with that threshold
     * @throws IllegalArgumentException if it is not from 0 to 1
     */
    public Policies earlyRefreshThreshold(double fraction) {
        require(fraction >= 0 && fraction <= 1, "earlyRefreshThreshold", fraction, "from 0 to 1");
        return with(next -> next.earlyRefreshThreshold = fraction);
    }

    /**
     * Orders values by the version of the data that they were made from, such as a row's version or the time of its last
     * change: an older one never replaces a newer one, whoever stores it, and whenever.
     *
     * @param <V> type of the values
     * @param version answers a value's version, 0 or more; null for a value that has none, which replaces any
     * @return policies with that order
     */
    @SuppressWarnings("unchecked") // the values asked for are those of the region, or of the call's creator
    public <V> Policies versionOf(Function<? super V, @Nullable Long> version) {
        return with(next -> next.versionOf = (Function<Object, @Nullable Long>) version);
    }

    /** These, and where they say nothing, the others. */
    Policies orElse(Policies others) {
        return this == NONE ? others : others == NONE ? this : new Policies(said.orElse(others.said));
    }

    /** What was said, by the names of {@link PolicySettings}, as people may read it. */
    Map<String, @Nullable Object> settings() {
        Map<String, @Nullable Object> settings = new LinkedHashMap<>();
        settings.put("expiration-jitter", said.expirationJitter);
        settings.put("null-expiration-time", said.nullExpirationTime);
        settings.put("failure-expiration-time", said.failureExpirationTime);
        settings.put("cached-failures", said.cachedFailures == null ? null : names(said.cachedFailures));
        settings.put("serve-stale-on-error", said.serveStaleOnError);
        settings.put("retry-backoff", said.retryBackoff);
        settings.put("maximum-retry-backoff", said.maximumRetryBackoff);
        settings.put("creation-soft-timeout", said.creationSoftTimeout);
        settings.put("creation-timeout", said.creationTimeout);
        settings.put("maximum-creations", said.maximumCreations);
        settings.put("early-refresh", said.earlyRefresh);
        settings.put("early-refresh-threshold", said.earlyRefreshThreshold);
        settings.put("version-of", said.versionOf == null ? null : said.versionOf.toString());
        settings.values().removeIf(Objects::isNull);
        return settings;
    }

    private static List<String> names(List<Class<? extends Throwable>> types) {
        return types.stream().<String>map(Class::getName).toList();
    }

    double expirationJitter() {
        return orZero(said.expirationJitter);
    }

    /** {@link Freshness#UNSAID} if null lives like other values. */
    long nullExpirationMicros() {
        return said.nullExpirationTime == null ? Freshness.UNSAID : Freshness.micros(said.nullExpirationTime);
    }

    Duration failureExpirationTime() {
        return said.failureExpirationTime == null ? Duration.ZERO : said.failureExpirationTime;
    }

    List<Class<? extends Throwable>> cachedFailures() {
        return said.cachedFailures == null ? List.of(Exception.class) : said.cachedFailures;
    }

    Duration serveStaleOnError() {
        return said.serveStaleOnError == null ? Duration.ZERO : said.serveStaleOnError;
    }

    long serveStaleOnErrorMicros() {
        return Freshness.micros(serveStaleOnError());
    }

    Duration retryBackoff() {
        return said.retryBackoff == null ? DEFAULT_BACKOFF : said.retryBackoff;
    }

    Duration maximumRetryBackoff() {
        return said.maximumRetryBackoff == null ? DEFAULT_MAXIMUM_BACKOFF : said.maximumRetryBackoff;
    }

    /** Null for none. */
    @Nullable
    Duration creationSoftTimeout() {
        return limited(said.creationSoftTimeout);
    }

    /** Null for none. */
    @Nullable
    Duration creationTimeout() {
        return limited(said.creationTimeout);
    }

    int maximumCreations() {
        return said.maximumCreations == null ? 0 : said.maximumCreations;
    }

    double earlyRefresh() {
        return orZero(said.earlyRefresh);
    }

    /** Zero for not at all. */
    double earlyRefreshThreshold() {
        double fraction = orZero(said.earlyRefreshThreshold);
        return fraction == 1 ? 0 : fraction;
    }

    /** Whether anything is said of early refreshes. */
    boolean saysWhenToRefresh() {
        return said.earlyRefresh != null || said.earlyRefreshThreshold != null;
    }

    boolean refreshEarly() {
        return earlyRefresh() > 0 || earlyRefreshThreshold() > 0;
    }

    @Nullable
    Function<Object, @Nullable Long> versionOf() {
        return said.versionOf;
    }

    private static @Nullable Duration limited(@Nullable Duration time) {
        return time == null || time.isNegative() ? null : time;
    }

    private static double orZero(@Nullable Double number) {
        return number == null ? 0 : number;
    }

    private static void requireTime(String name, Duration time) {
        require(!time.isNegative(), name, time, "0 or more");
    }

    private static void require(boolean good, String name, Object value, String range) {
        if (!good) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be " + range);
        }
    }

    private Policies with(Consumer<Said> change) {
        Said next = said.orElse(new Said());
        change.accept(next);
        return new Policies(next);
    }

    /** Null where nothing was said. Changed only before it is shared. */
    private static final class Said {

        @Nullable
        Double expirationJitter;

        @Nullable
        Duration nullExpirationTime;

        @Nullable
        Duration failureExpirationTime;

        @Nullable
        List<Class<? extends Throwable>> cachedFailures;

        @Nullable
        Duration serveStaleOnError;

        @Nullable
        Duration retryBackoff;

        @Nullable
        Duration maximumRetryBackoff;

        @Nullable
        Duration creationSoftTimeout;

        @Nullable
        Duration creationTimeout;

        @Nullable
        Integer maximumCreations;

        @Nullable
        Double earlyRefresh;

        @Nullable
        Double earlyRefreshThreshold;

        @Nullable
        Function<Object, @Nullable Long> versionOf;

        Said orElse(Said others) {
            Said both = new Said();
            both.expirationJitter = first(expirationJitter, others.expirationJitter);
            both.nullExpirationTime = first(nullExpirationTime, others.nullExpirationTime);
            both.failureExpirationTime = first(failureExpirationTime, others.failureExpirationTime);
            both.cachedFailures = first(cachedFailures, others.cachedFailures);
            both.serveStaleOnError = first(serveStaleOnError, others.serveStaleOnError);
            both.retryBackoff = first(retryBackoff, others.retryBackoff);
            both.maximumRetryBackoff = first(maximumRetryBackoff, others.maximumRetryBackoff);
            both.creationSoftTimeout = first(creationSoftTimeout, others.creationSoftTimeout);
            both.creationTimeout = first(creationTimeout, others.creationTimeout);
            both.maximumCreations = first(maximumCreations, others.maximumCreations);
            both.earlyRefresh = first(earlyRefresh, others.earlyRefresh);
            both.earlyRefreshThreshold = first(earlyRefreshThreshold, others.earlyRefreshThreshold);
            both.versionOf = first(versionOf, others.versionOf);
            return both;
        }

        private static <T> @Nullable T first(@Nullable T own, @Nullable T other) {
            return own == null ? other : own;
        }
    }
}
