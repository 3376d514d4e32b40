package io.dogpile.spring.cache;

import io.dogpile.backend.KeyFence;
import io.dogpile.region.CacheRegion;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.support.SimpleValueWrapper;

/**
 * What a transaction has changed in one region: visible to itself at once, to others after its commit. What others
 * create meanwhile for a key that it has evicted is not stored.
 */
final class PendingChanges {

    private final DogpileCache cache;
    private final CacheRegion region;
    private final Errors errors;
    private final Map<Object, Change> changes = new LinkedHashMap<>();
    private final Map<Object, KeyFence> fences = new HashMap<>();
    private boolean cleared;

    /** The value that a key is to have; none if it is evicted. */
    private record Change(@Nullable ValueWrapper value) {

        static final Change EVICTION = new Change(null);
    }

    PendingChanges(DogpileCache cache, Errors errors) {
        this.cache = cache;
        this.region = cache.getNativeCache();
        this.errors = errors;
    }

    boolean concern(DogpileCache other) {
        return region == other.getNativeCache();
    }

    /** Whether the transaction sees something else for a key than others do. */
    boolean decide(Object key) {
        return cleared || changes.containsKey(DogpileCache.own(region, key));
    }

    /** What the transaction sees for a key that it {@linkplain #decide decides}. */
    @Nullable
    ValueWrapper find(Object key) {
        Change change = changes.get(DogpileCache.own(region, key));
        return change == null ? null : change.value();
    }

    void put(Object key, @Nullable Object value) {
        cache.requireCacheable(key, value);
        changes.put(DogpileCache.own(region, key), new Change(new SimpleValueWrapper(value)));
    }

    void evict(Object key) {
        Object own = DogpileCache.own(region, key);
        fences.computeIfAbsent(own, unfenced -> region.fence(List.of(unfenced)));
        changes.put(own, Change.EVICTION);
    }

    /** What was evicted one by one stays fenced; the region as a whole is not. */
    void clear() {
        cleared = true;
        changes.clear();
    }

    void evictInsteadOfPutting() {
        changes.replaceAll((key, change) -> Change.EVICTION);
    }

    /** One that fails does not keep the others from being tried. */
    void apply() {
        Errors.Attempts attempts = errors.attempts(cache);
        try {
            if (cleared) {
                attempts.clear();
            }
            changes.forEach((key, change) -> {
                if (change.value() == null) {
                    attempts.evict(key);
                } else {
                    attempts.put(key, change.value().get());
                }
            });
        } finally {
            release();
        }
        attempts.throwFirst();
    }

    void release() {
        fences.values().forEach(KeyFence::close);
    }
}
