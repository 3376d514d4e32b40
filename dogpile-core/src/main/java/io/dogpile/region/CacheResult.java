package io.dogpile.region;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A value, and how the region came by it. Immutable, and thread-safe as far as the value is.
 *
 * @param <V> type of the value
 * @param value the value, may be null
 * @param state how it was come by
 * @param creationTime when it was created
 * @param age how old it is, never negative
 * @param remaining how long it is still good: zero if it is stale, null if it never expires
 * @param waited how long the call took, from the look for the value to the answer
 */
public record CacheResult<V extends @Nullable Object>(
        V value,
        State state,
        Instant creationTime,
        Duration age,
        @Nullable Duration remaining,
        Duration waited) {

    /** How a value was come by. */
    public enum State {

        /** It was there, and is good. */
        FRESH,

        /** It was there, and its successor is being made or can't be had. */
        STALE,

        /** It was made during this call, by this caller or by another that it waited for. */
        CREATED
    }
}
