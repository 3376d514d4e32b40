package io.dogpile.lock;

import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * {@link BatchCreation} of a caller who does not wait. Its stages complete where the backend may block, see {@link
 * AsyncThreads}.
 *
 * @param <V> type of the values
 */
public interface AsyncBatchCreation<V extends @Nullable Object> {

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
     * @param threads where to block
     * @return the locks that were free
     */
    CompletionStage<Map<Object, Held>> tryAcquire(List<Object> keys, AsyncThreads threads);

    /**
     * Looks which values there are now.
     *
     * @param keys the keys
     * @param threads where to block
     * @return an answer for each key
     */
    CompletionStage<Map<Object, Lookup<V>>> look(Collection<Object> keys, AsyncThreads threads);

    /**
     * Makes values and stores them through the fence. The creator is called on the caller's thread.
     *
     * @param keys the keys that this caller was elected for, in the order in which it asked for them
     * @param fence guards the store
     * @param threads where to block
     * @return the values by key; a key that is not in it has none; fails as the creator does
     */
    CompletionStage<Map<Object, V>> create(List<Object> keys, BatchFence fence, AsyncThreads threads);

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
     * @return the values by key; a key that is not in it has none; fails as the creator does
     */
    CompletionStage<Map<Object, V>> createUnshared(List<Object> keys);
}
