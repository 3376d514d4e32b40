package io.dogpile.region;

import io.dogpile.backend.CachedValue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Regions in memory, for behaviour that is the region's own and not the backend's. */
abstract class MemoryFixture extends RegionFixture {

    static final Duration MINUTE = Duration.ofMinutes(1);
    static final Duration HOUR = Duration.ofHours(1);

    @Override
    protected RegionConfig.Builder config() {
        return RegionConfig.builder("memory");
    }

    /** What the backend holds, whatever the region thinks of it. */
    static Object stored(CacheRegion region, Object key) {
        CachedValue<?> entry = region.backend().get(key, Object.class);
        return entry == null ? null : entry.payload();
    }

    /** A creator that gives the same value to all keys it is asked for. */
    static <K, V> MultiCreator<K, V> all(V value) {
        return keys -> {
            Map<K, V> values = new LinkedHashMap<>();
            for (K key : List.copyOf(keys)) {
                values.put(key, value);
            }
            return values;
        };
    }
}
