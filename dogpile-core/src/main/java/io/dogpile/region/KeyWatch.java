package io.dogpile.region;

import org.jspecify.annotations.Nullable;

/**
 * A value in the making, for which nobody waits and which nobody shares: it is stored only if its key has not been
 * changed since. What {@code WATCH} is in Redis. Thread-safe.
 */
public interface KeyWatch extends AutoCloseable {

    /**
     * Stores the value, unless since the watch began the key was set, deleted or invalidated in any process that shares
     * the backend's entries, or it is {@linkplain CacheRegion#fence fenced} now. Redis forgets the beginning after a
     * minute, and then nothing is stored either. If the backend fails, the region's listeners hear of it.
     *
     * @param value the value
     * @return false if the value was not stored because of a change, or because it is null and the region caches no nulls
     */
    boolean store(@Nullable Object value);

    /** Ends it. Never throws; without effect the second time. */
    @Override
    void close();
}
