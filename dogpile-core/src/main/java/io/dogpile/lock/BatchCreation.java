package io.dogpile.lock;

import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the dogpile lock needs to know of one caller's wish for several values.
 *
 * @param <V> type of the values
 */
public interface BatchCreation<V extends @Nullable Object> {

    /**
     * The lock that excludes other creators of a key.
     *
     * @param key the key
     * @return the mutex; {@link Mutex#NONE}, for all keys alike, for no election at all
     */
    Mutex mutex(Object key);

    /**
     * Tries to take the locks of several keys without waiting.
     *
     * @param keys the keys
     * @return the locks that were free
     * @throws InterruptedException if the thread was interrupted
     */
    Map<Object, Held> tryAcquire(List<Object> keys) throws InterruptedException;

    /**
     * Looks which values there are now.
     *
     * @param keys the keys
     * @return an answer for each key
     */
    Map<Object, Lookup<V>> look(Collection<Object> keys);

    /**
     * Makes values and stores them through the fence.
     *
     * @param keys the keys that this caller was elected for, in the order in which it asked for them
     * @param fence guards the store
     * @return the values by key; a key that is not in it has none
     * @throws Exception whatever the creator throws
     */
    Map<Object, V> create(List<Object> keys, BatchFence fence) throws Exception;

    /**
     * What the callers get when the creator failed. It may write through the fence that it was tried.
     *
     * @param keys the keys that the creator was called for
     * @param failure what it threw, or a {@link CreatorTimeoutException}
     * @param fence guards the store
     * @return values to have in place of the failure, by key; the default has none
     */
    default Map<Object, V> recover(List<Object> keys, Throwable failure, BatchFence fence) {
        return Map.of();
    }

    /**
     * Makes values for this caller alone, without storing them.
     *
     * @param keys the keys
     * @return the values by key; a key that is not in it has none
     * @throws Exception whatever the creator throws
     */
    Map<Object, V> createUnshared(List<Object> keys) throws Exception;

    /**
     * Whether this caller gets unchecked exceptions of a creator wrapped, as it gets checked ones.
     *
     * @return true for a {@link CreationException} around every exception; default false
     */
    default boolean wrapsFailures() {
        return false;
    }
}
