package io.dogpile.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/**
 * Caches each value of a method that takes several keys, for itself. The region is read once, the method is called with
 * the missing keys only, and what it returns is stored by one write. Counterpart of dogpile.cache's {@code
 * cache_multi_on_arguments}.
 *
 * <pre>{@code
 * @CacheMultiOnArguments(region = "books")
 * public Map<String, Book> findAll(Collection<String> isbns) { ... }
 *
 * @Cacheable("books") // the same keys
 * public Book find(String isbn) { ... }
 * }</pre>
 *
 * <p><b>The method.</b> One parameter is a collection or an array: the keys. It returns a {@code Map} from key to value,
 * where a key without value may be left out, or a {@code List} of the values in the order of the keys that it was given,
 * with null where there is none. A null in a map is a value like any other. Callers get what they asked for in the order
 * in which they asked for it. Any other signature is refused when the application starts.
 *
 * <p><b>Keys.</b> A key in the region is what the key generator makes of the arguments if one element stands in place of
 * the collection. By default it is the generator of {@code @Cacheable}: with no further parameters the element itself,
 * so that a method which takes one such key shares the values, and {@code @CacheEvict} of it removes them.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@CachePolicy
public @interface CacheMultiOnArguments {

    /**
     * The region.
     *
     * @return its name
     */
    @AliasFor("region")
    String value() default "";

    /**
     * The region, like {@link #value()}.
     *
     * @return its name
     */
    @AliasFor("value")
    String region() default "";

    /**
     * Makes keys of dogpile's form with this text between the method's name and the arguments, by the generator {@link
     * DogpileKeyGenerator}.
     *
     * @return the text; empty for none
     */
    String namespace() default "";

    /**
     * What makes the keys.
     *
     * @return the name of a bean of type {@code KeyGenerator}; empty for the one of {@code @Cacheable}
     */
    String keyGenerator() default "";

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
     * Whether a value is stored, as in {@link CachePolicy#shouldCache()}; {@code #result} is one of the values.
     *
     * @return the expression; empty for always
     */
    @AliasFor(annotation = CachePolicy.class)
    String shouldCache() default "";
}
