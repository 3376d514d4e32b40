package io.dogpile.region;

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
        Map<K, Object> cacheKeys = cacheKeys(keys);
        Map<Object, K> asked = new LinkedHashMap<>();
        cacheKeys.forEach((key, cacheKey) -> asked.putIfAbsent(cacheKey, key));
        MultiCreator<Object, V> creator =
                missing -> rekey(original.apply(missing.stream().map(asked::get).toList()));
        return named(
                cacheKeys,
                cache.region()
                        .getOrCreateMulti(
                                asked.keySet(), creator, cache.options().call()));
    }

    /**
     * The cached values, without creating any.
     *
     * @param keys the keys
     * @return the fresh values by key; keys without one are left out
     */
    public Map<K, V> get(Collection<K> keys) {
        Map<K, Object> cacheKeys = cacheKeys(keys);
        return named(
                cacheKeys,
                cache.region().getMulti(cacheKeys.values(), cache.options().call()));
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
        Map<K, Object> cacheKeys = cacheKeys(keys);
        CreationContext context = CreationContext.ofSeveral(
                cache.region().name(),
                List.copyOf(cacheKeys.values()),
                cache.options().call(),
                Map.of());
        Map<K, V> values = context.get(() -> original.apply(List.copyOf(keys)));
        cache.refreshAll(context, rekey(values));
        return values;
    }

    /**
     * Removes the cached values.
     *
     * @param keys the keys
     */
    public void invalidate(Collection<K> keys) {
        cache.region().deleteMulti(cacheKeys(keys).values());
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

    private Map<K, Object> cacheKeys(Collection<K> keys) {
        Map<K, Object> cacheKeys = new LinkedHashMap<>();
        keys.forEach(key -> cacheKeys.put(key, key(key)));
        return cacheKeys;
    }

    private Map<Object, V> rekey(Map<K, V> values) {
        Map<Object, V> byCacheKey = new LinkedHashMap<>();
        values.forEach((key, value) -> byCacheKey.put(key(key), value));
        return byCacheKey;
    }

    /** Several keys may have the same cache key, and then the same value. */
    private Map<K, V> named(Map<K, Object> cacheKeys, Map<Object, V> values) {
        Map<K, V> named = new LinkedHashMap<>();
        cacheKeys.forEach((key, cacheKey) -> {
            if (values.containsKey(cacheKey)) {
                @SuppressWarnings("NullAway") // it is in the map; null only if the value is
                V value = values.get(cacheKey);
                named.put(key, value);
            }
        });
        return named;
    }
}
