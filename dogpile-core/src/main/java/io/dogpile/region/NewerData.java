package io.dogpile.region;

import io.dogpile.backend.CachedValue;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of created entries that were not stored. If what is stored was made from newer data, callers get that:
 * whoever has seen it must not see older data afterwards.
 */
final class NewerData {

    private NewerData() {}

    /** What to answer, which is the created entry unless there is newer data. */
    static <V extends @Nullable Object> Answer<V> orElse(
            ConfiguredRegion region, Object key, CachedValue<V> unstored, Type type, long expiration) {
        CachedValue<?> present = unstored.dataVersion() < 0 ? null : region.store.get(key, type);
        return choose(region, key, unstored, present, expiration);
    }

    /** The same for several keys, in one round trip. */
    @SuppressWarnings("unchecked") // a key's values have one type; see CacheRegion on types
    static <V extends @Nullable Object> Map<Object, Answer<V>> orElse(
            ConfiguredRegion region, Map<Object, CachedValue<?>> unstored, Type type, long expiration) {
        List<Object> versioned = new ArrayList<>();
        unstored.forEach((key, entry) -> {
            if (entry.dataVersion() >= 0) {
                versioned.add(key);
            }
        });
        Map<Object, CachedValue<?>> present = versioned.isEmpty() ? Map.of() : region.store.getMulti(versioned, type);
        Map<Object, Answer<V>> answers = new LinkedHashMap<>();
        unstored.forEach((key, entry) ->
                answers.put(key, choose(region, key, (CachedValue<V>) entry, present.get(key), expiration)));
        return answers;
    }

    @SuppressWarnings("unchecked") // a key's values have one type; see CacheRegion on types
    private static <V extends @Nullable Object> Answer<V> choose(
            ConfiguredRegion region,
            Object key,
            CachedValue<V> unstored,
            @Nullable CachedValue<?> present,
            long expiration) {
        long invalidated = region.freshness.invalidation().hardCutoff();
        if (present == null || unstored.replacingUntil(invalidated).mayReplace(present)) {
            region.unstored(key);
            return Answer.created(unstored);
        }
        region.events.onOutdated(key);
        CachedValue<V> newer = (CachedValue<V>) present;
        return region.freshness.isFresh(newer, expiration) ? Answer.fresh(newer) : Answer.stale(newer);
    }
}
