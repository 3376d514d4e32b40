package io.dogpile.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a method's values do differently from their region, beside {@code @Cacheable}, {@code @CachePut} or another
 * annotation of that kind. On a class it holds for all methods, setting by setting as far as they don't say otherwise.
 * Beside {@link CacheOnArguments} and {@link CacheMultiOnArguments} it adds to their settings, and counts more.
 *
 * <pre>{@code
 * @Cacheable("books")
 * @CachePolicy(expirationTime = "5m", shouldCache = "!#result.isEmpty()")
 * public List<Book> bestsellers() { ... }
 * }</pre>
 *
 * <p>Everything is text, in which placeholders such as <code>${books.expiration}</code> are resolved, except in
 * expressions; empty is the region's. Times are a number with a unit such as {@code 5m}, ISO-8601, or seconds as a bare
 * number. {@link #expirationTime()} and {@link #serveStale()} are stored with each value and so hold for every reader of
 * it. The method itself may say otherwise with {@link io.dogpile.region.CreationContext}. A setting that can't be read
 * fails the first call, with the method's name. The annotation counts where caches are resolved by {@link
 * io.dogpile.spring.cache.DogpileCacheManager}. What each policy does is said at the methods of {@link
 * io.dogpile.region.Policies}.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface CachePolicy {

    /**
     * The age after which a value is stale; {@code -1} for never.
     *
     * @return the time; empty for the region's
     */
    String expirationTime() default "";

    /**
     * How long past its expiration a value may be served while its successor is made; {@code 0} for not at all, {@code
     * -1} for ever.
     *
     * @return the time; empty for the region's
     */
    String serveStale() default "";

    /**
     * Whether a value is stored, as an expression in SpEL about {@code #result}, such as {@code #result != null}. Of an
     * {@code Optional} or a future, {@code #result} is the content. Beans are written as {@code @name}.
     *
     * @return the expression; empty for always
     */
    String shouldCache() default "";

    /**
     * How long a caller waits at most, if that is less than the region's wait timeout, see {@link
     * io.dogpile.region.CallOptions#waitingAtMost}.
     *
     * @return the time; empty for the region's
     */
    String waitTimeout() default "";

    /**
     * By which part of it, at most, expiration times are shortened at random, see {@link
     * io.dogpile.region.Policies#expirationJitter}.
     *
     * @return a number from 0 to below 1; empty for the region's
     */
    String expirationJitter() default "";

    /**
     * The age after which a cached null is stale, {@code -1} for never, see {@link
     * io.dogpile.region.Policies#nullExpirationTime}.
     *
     * @return the time; empty for the region's
     */
    String nullExpirationTime() default "";

    /**
     * For how long the method's failures are remembered, see {@link io.dogpile.region.Policies#failureExpirationTime}.
     *
     * @return the time; empty for the region's
     */
    String failureExpirationTime() default "";

    /**
     * Which failures are remembered, see {@link io.dogpile.region.Policies#cachedFailures}.
     *
     * @return their types; empty for the region's
     */
    Class<? extends Throwable>[] cachedFailures() default {};

    /**
     * How long past its expiration a value may be served in place of a failure; {@code 0} for not at all, {@code -1} for
     * ever, see {@link io.dogpile.region.Policies#serveStaleOnError}.
     *
     * @return the time; empty for the region's
     */
    String serveStaleOnError() default "";

    /**
     * How long nobody tries again after a failure for which the previous value was served, see {@link
     * io.dogpile.region.Policies#retryBackoff}.
     *
     * @return the time; empty for the region's
     */
    String retryBackoff() default "";

    /**
     * How far {@link #retryBackoff()} grows, see {@link io.dogpile.region.Policies#maximumRetryBackoff}.
     *
     * @return the time; empty for the region's
     */
    String maximumRetryBackoff() default "";

    /**
     * How long a caller who may have the previous value waits for the next; {@code -1} for as long as it takes, see
     * {@link io.dogpile.region.Policies#creationSoftTimeout}.
     *
     * @return the time; empty for the region's
     */
    String creationSoftTimeout() default "";

    /**
     * How long the method may run; {@code -1} for as long as it takes, see {@link
     * io.dogpile.region.Policies#creationTimeout}.
     *
     * @return the time; empty for the region's
     */
    String creationTimeout() default "";

    /**
     * How many creators of the region may be running for this method's to begin; {@code 0} for any number, see {@link
     * io.dogpile.region.Policies#maximumCreations}.
     *
     * @return the number; empty for the region's
     */
    String maximumCreations() default "";

    /**
     * How early values are made anew before they expire, {@code 0} for not at all, see {@link
     * io.dogpile.region.Policies#earlyRefresh}.
     *
     * @return the factor; empty for the region's
     */
    String earlyRefresh() default "";

    /**
     * After which part of their expiration time values are made anew, {@code 0} for not at all, see {@link
     * io.dogpile.region.Policies#earlyRefreshThreshold}.
     *
     * @return a number from 0 to 1; empty for the region's
     */
    String earlyRefreshThreshold() default "";

    /**
     * The version of a value's data, as an expression in SpEL about {@code #result}, such as {@code #result.version}, see
     * {@link io.dogpile.region.Policies#versionOf} and {@link ResultVersion}.
     *
     * @return the expression; empty for the region's
     */
    String versionOf() default "";
}
