package io.dogpile.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a method's values do differently from their region, beside {@code @Cacheable}, {@code @CachePut} or another
 * annotation of that kind. On a class it holds for all methods, setting by setting as far as they don't say otherwise.
 *
 * <pre>{@code
 * @Cacheable("books")
 * @CachePolicy(expirationTime = "5m", shouldCache = "!#result.isEmpty()")
 * public List<Book> bestsellers() { ... }
 * }</pre>
 *
 * <p>The times are stored with each value and so hold for every reader of it. The method itself may say otherwise with
 * {@link io.dogpile.region.CreationContext}. A setting that can't be read fails the first call, with the method's name.
 * The annotation counts where caches are resolved by {@link io.dogpile.spring.cache.DogpileCacheManager}.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface CachePolicy {

    /**
     * The age after which a value is stale: a number with a unit such as {@code 5m}, ISO-8601, or seconds as a bare
     * number; {@code -1} for never. Placeholders such as <code>${books.expiration}</code> are resolved.
     *
     * @return the time; empty for the region's
     */
    String expirationTime() default "";

    /**
     * How long past its expiration a value may be served while its successor is made, written like {@link
     * #expirationTime()}; {@code 0} for not at all, {@code -1} for ever.
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
}
