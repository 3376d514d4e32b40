package io.dogpile.region;

import io.dogpile.lock.RunningCreation;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a key at a moment. Immutable, and without the value.
 *
 * @param key the key, as it was asked for
 * @param entry the backend's entry; null if there is none
 * @param creation the creation that runs in this process; null if none does
 * @param locked whether this or another process is creating the value
 */
public record KeyState(
        Object key, @Nullable Entry entry, @Nullable RunningCreation creation, boolean locked) {

    /** What an entry is good for, by the region's settings and its own. */
    public enum Worth {
        /** It is served. */
        FRESH,
        /** It is served while its successor is made. */
        STALE,
        /** It is served only if its successor can't be made. */
        LAST_RESORT,
        /** It is not served: too old, from before a hard invalidation, or of another version of this library. */
        MISSING
    }

    /**
     * An entry without its value. Lives are {@link CacheRegion#NEVER} where they have no end.
     *
     * @param worth what it is good for
     * @param created when the value was created
     * @param age how old it is
     * @param freshFor how long it will still be fresh, unless the region is invalidated; zero if it no longer is
     * @param servableFor how long it may still be served, be it stale or in place of a failure; zero if it no longer may
     * @param expirationTime its own expiration time; null for the region's
     * @param serveStale its own stale window; null for the region's
     * @param took how long its creator ran; zero if it was set, or that is not known
     * @param failures how often in a row it was tried in vain to make its successor
     * @param retryAt when that may be tried again; null if now
     * @param dataVersion version of the data that it was made from; null if it has none
     */
    public record Entry(
            Worth worth,
            Instant created,
            Duration age,
            Duration freshFor,
            Duration servableFor,
            @Nullable Duration expirationTime,
            @Nullable Duration serveStale,
            Duration took,
            int failures,
            @Nullable Instant retryAt,
            @Nullable Long dataVersion) {}
}
