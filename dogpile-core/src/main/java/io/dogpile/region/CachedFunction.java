package io.dogpile.region;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cached function of one argument. Thread-safe if the original function is. Made by {@link
 * CacheRegion#cacheOnArguments(FunctionOptions, Function)}.
 *
 * @param <A> type of the argument
 * @param <V> type of the value
 */
public final class CachedFunction<A extends @Nullable Object, V extends @Nullable Object> implements Function<A, V> {

    private final FunctionCache<V> cache;
    private final Function<? super A, ? extends V> original;

    CachedFunction(FunctionCache<V> cache, Function<? super A, ? extends V> original) {
        this.cache = cache;
        this.original = original;
    }

    /**
     * The value for this argument, from the cache or newly created.
     *
     * @param a the argument
     * @return the value
     */
    @Override
    public V apply(A a) {
        return cache.call(() -> original.apply(a), a);
    }

    /**
     * The cached value, without creating one.
     *
     * @param a the argument
     * @return the fresh value; null if there is none or null is cached
     */
    public @Nullable V get(A a) {
        return cache.region().get(key(a), cache.options().call());
    }

    /**
     * Caches a value as if the function had returned it.
     *
     * @param value the value
     * @param a the argument
     */
    public void set(V value, A a) {
        cache.region().set(key(a), value);
    }

    /**
     * Calls the original function and caches what it returns, whatever is cached now.
     *
     * @param a the argument
     * @return the new value
     */
    public V refresh(A a) {
        return cache.refresh(() -> original.apply(a), a);
    }

    /**
     * Removes the cached value.
     *
     * @param a the argument
     */
    public void invalidate(A a) {
        cache.region().delete(key(a));
    }

    /**
     * The key of a value.
     *
     * @param a the argument
     * @return what the key generator makes
     */
    public Object key(A a) {
        return cache.key(a);
    }

    /**
     * The function itself, not cached.
     *
     * @return the original
     */
    public Function<? super A, ? extends V> original() {
        return original;
    }
}
