package io.dogpile.region;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cached function of no arguments. Thread-safe if the original function is. Made by {@link
 * CacheRegion#cacheOnArguments(FunctionOptions, Supplier)}.
 *
 * @param <V> type of the value
 */
public final class CachedSupplier<V extends @Nullable Object> implements Supplier<V> {

    private final FunctionCache<V> cache;
    private final Supplier<? extends V> original;

    CachedSupplier(FunctionCache<V> cache, Supplier<? extends V> original) {
        this.cache = cache;
        this.original = original;
    }

    /**
     * The value for the function, from the cache or newly created.
     *
     * @return the value
     */
    @Override
    public V get() {
        return cache.call(() -> original.get());
    }

    /**
     * The cached value, without creating one.
     *
     * @return the fresh value; null if there is none or null is cached
     */
    public @Nullable V getCached() {
        return cache.region().get(key(), cache.options().call());
    }

    /**
     * Caches a value as if the function had returned it.
     *
     * @param value the value
     */
    public void set(V value) {
        cache.region().set(key(), value);
    }

    /**
     * Calls the original function and caches what it returns, whatever is cached now.
     *
     * @return the new value
     */
    public V refresh() {
        return cache.refresh(() -> original.get());
    }

    /**
     * Removes the cached value.
     *
     */
    public void invalidate() {
        cache.region().delete(key());
    }

    /**
     * The key of a value.
     *
     * @return what the key generator makes
     */
    public Object key() {
        return cache.key();
    }

    /**
     * The function itself, not cached.
     *
     * @return the original
     */
    public Supplier<? extends V> original() {
        return original;
    }
}
