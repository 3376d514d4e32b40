package io.dogpile.region;

import org.jspecify.annotations.Nullable;

/**
 * A cached function of three arguments. Thread-safe if the original function is. Made by {@link
 * CacheRegion#cacheOnArguments(FunctionOptions, TriFunction)}.
 *
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 * @param <C> type of the third argument
 * @param <V> type of the value
 */
public final class CachedTriFunction<
                A extends @Nullable Object,
                B extends @Nullable Object,
                C extends @Nullable Object,
                V extends @Nullable Object>
        implements TriFunction<A, B, C, V> {

    private final FunctionCache<V> cache;
    private final TriFunction<? super A, ? super B, ? super C, ? extends V> original;

    CachedTriFunction(FunctionCache<V> cache, TriFunction<? super A, ? super B, ? super C, ? extends V> original) {
        this.cache = cache;
        this.original = original;
    }

    /**
     * The value for these arguments, from the cache or newly created.
     *
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @return the value
     */
    @Override
    public V apply(A a, B b, C c) {
        return cache.call(() -> original.apply(a, b, c), a, b, c);
    }

    /**
     * The cached value, without creating one.
     *
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @return the fresh value; null if there is none or null is cached
     */
    public @Nullable V get(A a, B b, C c) {
        return cache.region().get(key(a, b, c), cache.options().call());
    }

    /**
     * Caches a value as if the function had returned it.
     *
     * @param value the value
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     */
    public void set(V value, A a, B b, C c) {
        cache.region().set(key(a, b, c), value);
    }

    /**
     * Calls the original function and caches what it returns, whatever is cached now.
     *
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @return the new value
     */
    public V refresh(A a, B b, C c) {
        return cache.refresh(() -> original.apply(a, b, c), a, b, c);
    }

    /**
     * Removes the cached value.
     *
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     */
    public void invalidate(A a, B b, C c) {
        cache.region().delete(key(a, b, c));
    }

    /**
     * The key of a value.
     *
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @return what the key generator makes
     */
    public Object key(A a, B b, C c) {
        return cache.key(a, b, c);
    }

    /**
     * The function itself, not cached.
     *
     * @return the original
     */
    public TriFunction<? super A, ? super B, ? super C, ? extends V> original() {
        return original;
    }
}
