package io.dogpile.region;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A cached function of two arguments. Thread-safe if the original function is. Made by {@link
 * CacheRegion#cacheOnArguments(FunctionOptions, BiFunction)}.
 *
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 * @param <V> type of the value
 */
public final class CachedBiFunction<A extends @Nullable Object, B extends @Nullable Object, V extends @Nullable Object>
        implements BiFunction<A, B, V> {

    private final FunctionCache<V> cache;
    private final BiFunction<? super A, ? super B, ? extends V> original;

    CachedBiFunction(FunctionCache<V> cache, BiFunction<? super A, ? super B, ? extends V> original) {
        this.cache = cache;
        this.original = original;
    }

    /**
     * The value for these arguments, from the cache or newly created.
     *
     * @param a the first argument
     * @param b the second argument
     * @return the value
     */
    @Override
    public V apply(A a, B b) {
        return cache.call(() -> original.apply(a, b), a, b);
    }

    /**
     * The cached value, without creating one.
     *
     * @param a the first argument
     * @param b the second argument
     * @return the fresh value; null if there is none or null is cached
     */
    public @Nullable V get(A a, B b) {
        return cache.region().get(key(a, b), cache.options().call());
    }

    /**
     * Caches a value as if the function had returned it.
     *
     * @param value the value
     * @param a the first argument
     * @param b the second argument
     */
    public void set(V value, A a, B b) {
        cache.region().set(key(a, b), value);
    }

    /**
     * Calls the original function and caches what it returns, whatever is cached now.
     *
     * @param a the first argument
     * @param b the second argument
     * @return the new value
     */
    public V refresh(A a, B b) {
        return cache.refresh(() -> original.apply(a, b), a, b);
    }

    /**
     * Removes the cached value.
     *
     * @param a the first argument
     * @param b the second argument
     */
    public void invalidate(A a, B b) {
        cache.region().delete(key(a, b));
    }

    /**
     * The key of a value.
     *
     * @param a the first argument
     * @param b the second argument
     * @return what the key generator makes
     */
    public Object key(A a, B b) {
        return cache.key(a, b);
    }

    /**
     * The function itself, not cached.
     *
     * @return the original
     */
    public BiFunction<? super A, ? super B, ? extends V> original() {
        return original;
    }
}
