package io.dogpile.region;

import io.dogpile.backend.CachedValue;
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

/** The keys of one call: translates between the caller's and the backend's, and stores what was made for them. */
final class WantedKeys<K, V extends @Nullable Object> {

    final ConfiguredRegion region;
    final Type type;
    final CallOptions options;

    private final long expiration;
    private final Map<K, Object> mapped = new LinkedHashMap<>();
    private final Map<Object, K> wanted = new LinkedHashMap<>();

    WantedKeys(ConfiguredRegion region, Collection<? extends K> keys, CallOptions options, long expiration, Type type) {
        this.region = region;
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

    @SuppressWarnings("NullAway") // keys come from this object's own map
    List<K> asked(List<Object> keys) {
        return keys.stream().map(wanted::get).toList();
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

    @SuppressWarnings("unchecked") // a key's values have one type; see CacheRegion on types
    Map<Object, Lookup<V>> classify(Collection<Object> keys, Map<Object, CachedValue<?>> found) {
        Map<Object, Lookup<V>> answers = new LinkedHashMap<>();
        keys.forEach(key -> answers.put(
                key,
                region.freshness.classify((CachedValue<V>) found.get(key), expiration, options.serveStaleMicros())));
        return answers;
    }

    /** What a creator made, without keys that it was not asked for. */
    @SuppressWarnings("NullAway") // it is in the map; null only if the value is
    Map<Object, V> byMappedKey(List<Object> keys, @Nullable Map<? extends K, ? extends V> made) {
        Objects.requireNonNull(made, "the creator of several keys returned null instead of a map");
        Map<Object, V> created = new LinkedHashMap<>();
        for (Object key : keys) {
            K asked = wanted.get(key);
            if (made.containsKey(asked)) {
                created.put(key, made.get(asked));
            }
        }
        return created;
    }

    CreationContext context(List<Object> keys) {
        return CreationContext.ofSeveral(region.name, asked(keys), options);
    }

    @SuppressWarnings("NullAway") // keys come from this object's own map
    void store(Map<Object, V> created, Begun begun, BatchFence fence) {
        long stamp = region.freshness.stamp();
        Map<Object, CachedValue<?>> entries = new LinkedHashMap<>();
        created.forEach((key, value) -> {
            K asked = wanted.get(key);
            if (begun.context().isToBeStored(asked) && region.isStorable(value) && options.shouldCache(value)) {
                entries.put(key, begun.context().live(asked, SingleCreation.entry(value, begun.started(), stamp)));
            }
        });
        Set<Object> unstored = new LinkedHashSet<>(entries.keySet());
        if (region.freshness.newestCutoff() == begun.cutoff()) {
            Set<Object> refused = new LinkedHashSet<>();
            unstored.removeAll(fence.commit(List.copyOf(entries.keySet()), held -> {
                entries.keySet().retainAll(held.keySet());
                refused.addAll(region.store.storeMulti(entries, held));
            }));
            unstored.addAll(refused);
        }
        unstored.forEach(region.events::onSuperseded);
    }
}
