package io.dogpile.region;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cached function that makes the values of several keys at once. Each value is cached for itself, under the key that
 * a cached function of one argument would use. Thread-safe if the original function is. Made by {@link
 * CacheRegion#cacheMultiOnArguments(FunctionOptions, Function)}.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public final class CachedMultiFunction<K, V extends @Nullable Object> implements Function<Collection<K>, Map<K, V>> {

    private final FunctionCache<V> cache;
    private final Function<? super List<K>, ? extends Map<K, V>> original;

    CachedMultiFunction(FunctionCache<V> cache, Function<? super List<K>, ? extends Map<K, V>> original) {
        this.cache = cache;
        this.original = original;
    }

    /**
     * The values of the keys, from the cache or newly created; the original is called with the missing keys only.
     *
     * @param keys the keys
     * @return the values by key, in the keys' order; keys for which the original had no value are left out
     */
    @Override
    public Map<K, V> apply(Collection<K> keys) {
        Map<Object, K> byCacheKey = byCacheKey(keys);
        MultiCreator<Object, V> creator = missing ->
                rekey(original.apply(missing.stream().map(byCacheKey::get).toList()));
        return named(
                byCacheKey,
                cache.region()
                        .getOrCreateMulti(
                                byCacheKey.keySet(), creator, cache.options().call()));
    }

    /**
     * The cached values, without creating any.
     *
     * @param keys the keys
     * @return the fresh values by key; keys without one are left out
     */
    public Map<K, V> get(Collection<K> keys) {
        Map<Object, K> byCacheKey = byCacheKey(keys);
        return named(
                byCacheKey,
                cache.region().getMulti(byCacheKey.keySet(), cache.options().call()));
    }

    /**
     * Caches values as if the function had returned them.
     *
     * @param values values by key
     */
    public void set(Map<K, V> values) {
        cache.region().setMulti(rekey(values));
    }

    /**
     * Calls the original function for all the keys and caches what it returns, whatever is cached now.
     *
     * @param keys the keys
     * @return the new values by key
     */
    public Map<K, V> refresh(Collection<K> keys) {
        Map<K, V> values = original.apply(List.copyOf(keys));
        set(values);
        return values;
    }

    /**
     * Removes the cached values.
     *
     * @param keys the keys
     */
    public void invalidate(Collection<K> keys) {
        cache.region().deleteMulti(byCacheKey(keys).keySet());
    }

    /**
     * The key under which a value is cached.
     *
     * @param key the function's key
     * @return what the key generator makes of it
     */
    public Object key(K key) {
        return cache.key(key);
    }

    /**
     * The function itself, not cached.
     *
     * @return the original
     */
    public Function<? super List<K>, ? extends Map<K, V>> original() {
        return original;
    }

    private Map<Object, K> byCacheKey(Collection<K> keys) {
        Map<Object, K> byCacheKey = new LinkedHashMap<>();
        new ArrayList<>(keys).forEach(key -> byCacheKey.put(key(key), key));
        return byCacheKey;
    }

    private Map<Object, V> rekey(Map<K, V> values) {
        Map<Object, V> byCacheKey = new LinkedHashMap<>();
        values.forEach((key, value) -> byCacheKey.put(key(key), value));
        return byCacheKey;
    }

    @SuppressWarnings("NullAway") // every key of the values came from the map
    private Map<K, V> named(Map<Object, K> byCacheKey, Map<Object, V> values) {
        Map<K, V> named = new LinkedHashMap<>();
        values.forEach((key, value) -> named.put(byCacheKey.get(key), value));
        return named;
    }
}
