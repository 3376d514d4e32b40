package io.dogpile.lock;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/**
 * Is told what happens to the callers of a {@link DogpileLock}. Implementations are thread-safe, quick, and must not
 * throw.
 */
public interface FlightListener {

    /**
     * A caller got the outcome of another's creation, or waited for its end in vain; also one without a value that was
     * elected, maybe after waiting for another process, to find that the value had just been created.
     *
     * @param key the key
     * @param waited how long it waited
     */
    void onJoined(Object key, Duration waited);

    /**
     * A caller got a stale value.
     *
     * @param key the key
     * @param why for what reason
     */
    void onStaleServed(Object key, StaleReason why);

    /**
     * A caller got the failure of an earlier creation.
     *
     * @param key the key
     */
    default void onFailureServed(Object key) {}

    /**
     * A creator ran longer than it may. Its key is free again.
     *
     * @param key the key
     * @param limit how long it was allowed to run
     */
    default void onCreatorTimeout(Object key, Duration limit) {}

    /**
     * A creation did not get its turn, because as many creators are running as may.
     *
     * @param key the key
     * @param waited how long it waited for its turn
     */
    default void onNoTurn(Object key, Duration waited) {}

    /**
     * A backend's lock was no longer the creator's when the creation ended.
     *
     * @param key the key
     */
    void onLostLock(Object key);

    /**
     * The executor had no room for a creation in the background, or is shut down.
     *
     * @param key the key
     * @param reason what the executor says
     */
    void onBackgroundRejected(Object key, RejectedExecutionException reason);

    /**
     * A creation in the background failed; no caller gets this error.
     *
     * @param key the key
     * @param error what happened
     */
    void onBackgroundFailure(Object key, Throwable error);

    /**
     * A caller gave up waiting for another's creation. The default does nothing.
     *
     * @param key the key
     * @param waited how long it waited
     */
    default void onWaitTimeout(Object key, Duration waited) {}

    /**
     * A caller would have created a value and did not, because another creates it or just has: it got a value, a stale
     * one, or a failure without calling its creator. The default does nothing.
     *
     * @param key the key
     */
    default void onLoadAvoided(Object key) {}

    /**
     * What is to be said of a key in the message of an exception: what happened to it lately.
     *
     * @param key the key
     * @return a sentence that begins with a space; empty, the default, for nothing
     */
    default String history(Object key) {
        return "";
    }

    /**
     * An asynchronous caller has looked for what it wants, before anything else. The default does nothing.
     *
     * @param fresh how many keys had fresh values
     * @param others how many had none
     */
    default void onFirstLook(int fresh, int others) {}
}
