package io.dogpile.lock;

import org.jspecify.annotations.Nullable;

/** How a flight ended. */
sealed interface Outcome<V extends @Nullable Object> {

    record Created<V extends @Nullable Object>(V value) implements Outcome<V> {}

    record Failed<V extends @Nullable Object>(Throwable error) implements Outcome<V> {}

    /** The creator was asked for several keys and had no value for this one. */
    record Empty<V extends @Nullable Object>() implements Outcome<V> {}

    /**
     * Nothing came of it, and that says nothing about the key: whoever waited should try for itself.
     *
     * @param why what keeps the leader from creating, if it has a stale value to serve
     */
    record Abandoned<V extends @Nullable Object>(StaleReason why) implements Outcome<V> {

        Abandoned() {
            this(StaleReason.CREATING);
        }
    }

    /**
     * Nothing came of it for a reason that is the leader's own, such as its limit of waiting; to others it is as good as
     * abandoned.
     */
    record Refused<V extends @Nullable Object>(Throwable why) implements Outcome<V> {}
}
