package io.dogpile.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.core.annotation.AliasFor;

/**
 * Caches a method's results under keys of its name and its arguments, which are its own even if methods share a region.
 * Counterpart of dogpile.cache's {@code cache_on_arguments}. It is a {@code @Cacheable(sync = true)} with the key
 * generator {@link DogpileKeyGenerator} and a {@link CachePolicy}, and as such can't be combined with other cache
 * operations on the same method.
 *
 * <pre>{@code
 * @CacheOnArguments(region = "books", expirationTime = "5m")
 * public Book find(String isbn) { ... }
 * }</pre>
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Cacheable(sync = true, keyGenerator = DogpileKeyGenerator.BEAN)
@CachePolicy
public @interface CacheOnArguments {

    /**
     * The region.
     *
     * @return its name; may be left to {@code @CacheConfig} on the class
     */
    @AliasFor(annotation = Cacheable.class, attribute = "cacheNames")
    String[] value() default {};

    /**
     * The region, like {@link #value()}.
     *
     * @return its name
     */
    @AliasFor(annotation = Cacheable.class, attribute = "cacheNames")
    String[] region() default {};

    /**
     * Stands in the keys between the method's name and the arguments.
     *
     * @return the text; empty for none
     */
    String namespace() default "";

    /**
     * Whether to use the cache at all, as an expression in SpEL about the arguments.
     *
     * @return the expression; empty for always
     */
    @AliasFor(annotation = Cacheable.class, attribute = "condition")
    String condition() default "";

    /**
     * The age after which a value is stale, as in {@link CachePolicy#expirationTime()}.
     *
     * @return the time; empty for the region's
     */
    @AliasFor(annotation = CachePolicy.class)
    String expirationTime() default "";

    /**
     * How long a stale value may be served, as in {@link CachePolicy#serveStale()}.
     *
     * @return the time; empty for the region's
     */
    @AliasFor(annotation = CachePolicy.class)
    String serveStale() default "";

    /**
     * Whether a value is stored, as in {@link CachePolicy#shouldCache()}.
     *
     * @return the expression; empty for always
     */
    @AliasFor(annotation = CachePolicy.class)
    String shouldCache() default "";
}
