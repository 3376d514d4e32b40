package io.dogpile.region;

import io.dogpile.backend.CachedValue;
import org.jspecify.annotations.Nullable;

/** What the lock hands to callers: an entry, and how it was come by. */
record Answer<V extends @Nullable Object>(CachedValue<V> entry, CacheResult.State state) {

    static <V extends @Nullable Object> Answer<V> fresh(CachedValue<V> entry) {
        return new Answer<>(entry, CacheResult.State.FRESH);
    }

    static <V extends @Nullable Object> Answer<V> stale(CachedValue<V> entry) {
        return new Answer<>(entry, CacheResult.State.STALE);
    }

    static <V extends @Nullable Object> Answer<V> created(CachedValue<V> entry) {
        return new Answer<>(entry, CacheResult.State.CREATED);
    }

    V value() {
        return entry.payload();
    }
}
