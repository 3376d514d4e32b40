package io.dogpile.spring.cache;

import io.dogpile.backend.KeyFence;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.KeyWatch;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.support.SimpleValueWrapper;

/**
 * What a transaction has changed in one region: visible to itself at once, to others after its commit. What others
 * create meanwhile for a key that it has evicted is not stored, and what it has loaded itself is stored only if nobody
 * has changed the key meanwhile.
 */
final class PendingChanges {

    private final DogpileCache cache;
    private final CacheRegion region;
    private final Errors errors;
    private final Map<Object, Change> changes = new LinkedHashMap<>();
    private final Map<Object, KeyFence> fences = new HashMap<>();
    private final Map<Object, KeyWatch> missed = new HashMap<>();
    private boolean cleared;

    /** The value that a key is to have, none if it is evicted; and the watch under which it was loaded, if it was. */
    private record Change(
            @Nullable ValueWrapper value, @Nullable KeyWatch watch) {

        static final Change EVICTION = new Change(null, null);

        void end() {
            if (watch != null) {
                watch.close();
            }
        }
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

    /** The transaction found nothing, so that what it puts next has been loaded. */
    void watch(Object key) {
        missed.computeIfAbsent(DogpileCache.own(region, key), region::watch);
    }

    void put(Object key, @Nullable Object value) {
        Object own = DogpileCache.own(region, key);
        KeyWatch watch = missed.remove(own);
        if (watch != null && !cache.isCacheable(value)) {
            watch.close();
            return;
        }
        cache.requireCacheable(key, value);
        change(own, new Change(new SimpleValueWrapper(value), watch));
    }

    void evict(Object key) {
        Object own = DogpileCache.own(region, key);
        fences.computeIfAbsent(own, unfenced -> region.fence(List.of(unfenced)));
        change(own, Change.EVICTION);
    }

    private void change(Object own, Change change) {
        Change previous = changes.put(own, change);
        if (previous != null) {
            previous.end();
        }
    }

    /** What was evicted one by one stays fenced; the region as a whole is not. */
    void clear() {
        cleared = true;
        changes.values().forEach(Change::end);
        changes.clear();
    }

    void evictInsteadOfPutting() {
        changes.keySet().forEach(key -> change(key, Change.EVICTION));
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
                    attempts.put(key, change.value().get(), change.watch());
                }
            });
        } finally {
            release();
        }
        attempts.throwFirst();
    }

    void release() {
        fences.values().forEach(KeyFence::close);
        missed.values().forEach(KeyWatch::close);
        changes.values().forEach(Change::end);
    }
}
