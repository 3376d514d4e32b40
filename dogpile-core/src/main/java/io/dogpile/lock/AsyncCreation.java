package io.dogpile.lock;

import io.dogpile.backend.Mutex;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * {@link Creation} of a caller who does not wait. Its stages complete where the backend may block, see {@link
 * AsyncThreads}.
 *
 * @param <V> type of the value
 */
public interface AsyncCreation<V extends @Nullable Object> {

    /**
     * The lock that excludes other creators of the key.
     *
     * @return the mutex; {@link Mutex#NONE} for no election at all
     */
    Mutex mutex();

    /**
     * Looks whether there is a value now.
     *
     * @param threads where to block
     * @return the answer
     */
    CompletionStage<Lookup<V>> look(AsyncThreads threads);

    /**
     * Makes the value and stores it through the fence. The creator is called on the caller's thread.
     *
     * @param fence guards the store
     * @param threads where to block
     * @return the value; fails as the creator does
     */
    CompletionStage<V> create(Fence fence, AsyncThreads threads);

    /**
     * What the callers get when the creator failed. It may write through the fence that it was tried.
     *
     * @param failure what the creator threw, or a {@link CreatorTimeoutException}
     * @param fence guards the store
     * @return a value to have in place of the failure; by default none
     * @throws Throwable the failure, if there is none
     */
    default V recover(Throwable failure, Fence fence) throws Throwable {
        throw failure;
    }

    /**
     * Makes the value for this caller alone, without storing it.
     *
     * @return the value; fails as the creator does
     */
    CompletionStage<V> createUnshared();

    /**
     * Whether this caller gets exceptions of a creator wrapped.
     *
     * @return true for a {@link CreationException} around every exception
     */
    boolean wrapsFailures();
}
