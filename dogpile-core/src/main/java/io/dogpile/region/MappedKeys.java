package io.dogpile.region;

import io.dogpile.backend.CachedValue;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The keys of one call in its order, and what the backend calls them. Becomes the answer, to spare it a map. */
final class MappedKeys<K> {

    /** The backend's key, or in the end the value, by the caller's. */
    private final Map<K, @Nullable Object> mapped;

    private final Collection<Object> distinct;

    MappedKeys(Collection<? extends K> keys, KeyMapper mapper) {
        mapped = new LinkedHashMap<>(2 * keys.size());
        boolean same = true;
        for (K key : keys) {
            Object mappedKey = mapper.map(key);
            mapped.put(key, mappedKey);
            same &= mappedKey == key;
        }
        distinct = same ? Collections.unmodifiableSet(mapped.keySet()) : new LinkedHashSet<>(mapped.values());
    }

    /** The backend's keys, of which two of the caller's may share one. They change with {@link #values}. */
    Collection<Object> distinct() {
        return distinct;
    }

    @SuppressWarnings("NullAway") // a value can be null, a key can't
    void forEach(BiConsumer<K, Object> action) {
        mapped.forEach(action);
    }

    /** Whether there is an entry for every key, and every one is as it should be. */
    boolean allMatch(Map<Object, CachedValue<?>> found, Predicate<CachedValue<?>> good) {
        for (Object key : distinct) {
            CachedValue<?> value = found.get(key);
            if (value == null || !good.test(value)) {
                return false;
            }
        }
        return true;
    }

    /** The values of those keys that have an entry. Asked for last: the keys are of no use afterwards. */
    @SuppressWarnings("unchecked") // a key's values have one type; see CacheRegion on types
    <V extends @Nullable Object> Map<K, V> values(Map<Object, CachedValue<?>> found) {
        Iterator<Map.Entry<K, @Nullable Object>> entries = mapped.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<K, @Nullable Object> entry = entries.next();
            CachedValue<?> value = found.get(Objects.requireNonNull(entry.getValue()));
            if (value == null) {
                entries.remove();
            } else {
                entry.setValue(value.payload());
            }
        }
        return (Map<K, V>) mapped;
    }
}
