package io.dogpile.lock;

import io.dogpile.backend.Mutex;
import org.jspecify.annotations.Nullable;

/**
 * What the dogpile lock needs to know of one caller's wish for a value.
 *
 * @param <V> type of the value
 */
public interface Creation<V extends @Nullable Object> {

    /**
     * The lock that excludes other creators of the key.
     *
     * @return the mutex; {@link Mutex#NONE} for no election at all
     */
    Mutex mutex();

    /**
     * Looks whether there is a value now.
     *
     * @return the answer
     */
    Lookup<V> look();

    /**
     * Makes the value and stores it through the fence.
     *
     * @param fence guards the store
     * @return the value
     * @throws Exception whatever the creator throws
     */
    V create(Fence fence) throws Exception;

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
     * @return the value, or what stands for it if the creator fails
     * @throws Exception whatever the creator throws
     */
    V createUnshared() throws Exception;

    /**
     * Whether this caller gets unchecked exceptions of a creator wrapped, as it gets checked ones.
     *
     * @return true for a {@link CreationException} around every exception; default false
     */
    default boolean wrapsFailures() {
        return false;
    }
}
