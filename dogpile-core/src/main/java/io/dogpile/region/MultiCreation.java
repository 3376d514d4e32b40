package io.dogpile.region;

import io.dogpile.backend.CachedValue;
import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.lock.BatchCreation;
import io.dogpile.lock.BatchFence;
import io.dogpile.lock.Lookup;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One caller's wish for several keys. Translates between the caller's keys and the backend's. */
final class MultiCreation<K, V extends @Nullable Object> implements BatchCreation<V> {

    private final ConfiguredRegion region;
    private final MultiCreator<K, ? extends V> creator;
    private final CallOptions options;
    private final long expiration;
    private final Type type;
    private final Map<K, Object> mapped = new LinkedHashMap<>();
    private final Map<Object, K> wanted = new LinkedHashMap<>();

    MultiCreation(
            ConfiguredRegion region,
            Collection<? extends K> keys,
            MultiCreator<K, ? extends V> creator,
            CallOptions options,
            long expiration,
            Type type) {
        this.region = region;
        this.creator = creator;
        this.options = options;
        this.expiration = expiration;
        this.type = type;
        for (K key : keys) {
            Object mappedKey = region.keys.map(key);
            mapped.put(key, mappedKey);
            wanted.putIfAbsent(mappedKey, key);
        }
    }

    Set<Object> mappedKeys() {
        return wanted.keySet();
    }

    Map<K, V> inOrder(Map<Object, V> values) {
        Map<K, V> ordered = new LinkedHashMap<>();
        mapped.forEach((key, mappedKey) -> {
            if (values.containsKey(mappedKey)) {
                @SuppressWarnings("NullAway") // it is in the map; null only if the value is
                V value = values.get(mappedKey);
                ordered.put(key, value);
            }
        });
        return ordered;
    }

    @Override
    public Mutex mutex(Object key) {
        return region.store.mutex(key);
    }

    @Override
    public Map<Object, Held> tryAcquire(List<Object> keys) throws InterruptedException {
        return region.store.tryAcquireMulti(keys);
    }

    @Override
    @SuppressWarnings("unchecked") // a key's values have one type; see CacheRegion on types
    public Map<Object, Lookup<V>> look(Collection<Object> keys) {
        Map<Object, CachedValue<?>> found = region.store.getMulti(keys, type);
        Map<Object, Lookup<V>> answers = new LinkedHashMap<>();
        keys.forEach(key -> answers.put(key, region.freshness.classify((CachedValue<V>) found.get(key), expiration)));
        return answers;
    }

    @Override
    public Map<Object, V> create(List<Object> keys, BatchFence fence) throws Exception {
        long started = region.freshness.stamp();
        long cutoff = region.freshness.newestCutoff();
        Map<Object, V> created = createUnshared(keys);
        long stamp = region.freshness.stamp();
        Map<Object, CachedValue<?>> entries = new LinkedHashMap<>();
        created.forEach((key, value) -> {
            if (region.isStorable(value) && options.shouldCache(value)) {
                entries.put(key, SingleCreation.entry(value, started, stamp));
            }
        });
        Set<Object> unstored = new LinkedHashSet<>(entries.keySet());
        if (region.freshness.newestCutoff() == cutoff) {
            Set<Object> refused = new LinkedHashSet<>();
            unstored.removeAll(fence.commit(List.copyOf(entries.keySet()), held -> {
                entries.keySet().retainAll(held.keySet());
                refused.addAll(region.store.storeMulti(entries, held));
            }));
            unstored.addAll(refused);
        }
        unstored.forEach(region.events::onSuperseded);
        return created;
    }

    @Override
    @SuppressWarnings("NullAway") // keys come from this object's own map
    public Map<Object, V> createUnshared(List<Object> keys) throws Exception {
        List<K> asked = keys.stream().map(wanted::get).toList();
        Map<? extends K, ? extends V> made = SingleCreation.timed(
                region.events,
                keys,
                () -> Objects.requireNonNull(
                        creator.create(asked), "the creator of several keys returned null instead of a map"));
        Map<Object, V> created = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            if (made.containsKey(asked.get(i))) {
                created.put(keys.get(i), made.get(asked.get(i)));
            }
        }
        return created;
    }
}
