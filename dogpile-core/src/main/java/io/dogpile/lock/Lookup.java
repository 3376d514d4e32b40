package io.dogpile.lock;

import org.jspecify.annotations.Nullable;

/**
 * The answer of looking for a value.
 *
 * @param <V> type of the value
 */
public sealed interface Lookup<V extends @Nullable Object> {

    /**
     * There is a value and it is good.
     *
     * @param <V> type of the value
     * @param value the value, may be null
     */
    record Fresh<V extends @Nullable Object>(V value) implements Lookup<V> {}

    /**
     * There is a value that should be replaced, and that may be served meanwhile.
     *
     * @param <V> type of the value
     * @param value the value, may be null
     */
    record Stale<V extends @Nullable Object>(V value) implements Lookup<V> {}

    /**
     * There is a value that should be replaced, but not now, because that was just tried in vain.
     *
     * @param <V> type of the value
     * @param value the value, may be null
     */
    record Resting<V extends @Nullable Object>(V value) implements Lookup<V> {}

    /**
     * There is a value that should be replaced, and that may be served only if its successor can't be had.
     *
     * @param <V> type of the value
     * @param value the value, may be null
     */
    record LastResort<V extends @Nullable Object>(V value) implements Lookup<V> {}

    /**
     * There is no value that may be served, and none should be made now, because that was just tried in vain.
     *
     * @param <V> type of the value
     * @param failure what the creator threw
     */
    record Failing<V extends @Nullable Object>(Throwable failure) implements Lookup<V> {}

    /**
     * There is no value that may be served.
     *
     * @param <V> type of the value
     */
    record Missing<V extends @Nullable Object>() implements Lookup<V> {}
}
