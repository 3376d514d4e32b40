package io.dogpile.region;

import io.dogpile.lock.StaleReason;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/**
 * Is told what happens in a region. Override what is of interest. Implementations are thread-safe, quick (they run in
 * the caller's thread) and must not throw. Hits are not reported: they are the path that must cost nothing.
 *
 * <p>Keys are those of the backend, after mangling.
 */
public interface RegionListener {

    /**
     * A region that has this listener was configured, for the first time or anew. Backends may report something before.
     *
     * @param region the region, which can be used
     */
    default void onConfigured(CacheRegion region) {}

    /**
     * A creator returned a value.
     *
     * @param region the region's name
     * @param key the key; a list of keys for a creation of several
     * @param took how long the creator ran
     */
    default void onCreated(String region, Object key, Duration took) {}

    /**
     * A creator threw.
     *
     * @param region the region's name
     * @param key the key; a list of keys for a creation of several
     * @param took how long the creator ran
     * @param error what it threw
     */
    default void onCreationFailed(String region, Object key, Duration took, Throwable error) {}

    /**
     * A created value was not stored, because the key was set, deleted or invalidated during its creation, is
     * {@linkplain CacheRegion#fence fenced}, or because the backend's lock had been lost.
     *
     * @param region the region's name
     * @param key the key
     */
    default void onSuperseded(String region, Object key) {}

    /**
     * A value, created or set, was not stored, because what is stored was made from newer data. The callers of a creation
     * got that instead. Much of it says that where values are read from, such as a replica, lags behind.
     *
     * @param region the region's name
     * @param key the key
     * @see Policies#versionOf
     */
    default void onOutdated(String region, Object key) {}

    /**
     * A caller waited for another's creation, and it ended. Also one without a value that was elected, maybe after
     * waiting for another process, to find that the value had just been created.
     *
     * @param region the region's name
     * @param key the key
     * @param waited how long
     */
    default void onJoined(String region, Object key, Duration waited) {}

    /**
     * A caller gave up waiting for another's creation, with a {@link io.dogpile.lock.CreationTimeoutException}.
     *
     * @param region the region's name
     * @param key the key
     * @param waited how long it waited
     */
    default void onWaitTimeout(String region, Object key, Duration waited) {}

    /**
     * A caller would have called its creator and did not, because of another's creation: it shared its value or its
     * failure, or got a stale value while it runs. Each call of {@code getOrCreate} that finds nothing fresh either
     * calls its creator, now or in the background, or avoids that, or times out.
     *
     * @param region the region's name
     * @param key the key
     */
    default void onLoadAvoided(String region, Object key) {}

    /**
     * A caller got a stale value.
     *
     * @param region the region's name
     * @param key the key
     * @param why for what reason
     */
    default void onStaleServed(String region, Object key, StaleReason why) {}

    /**
     * A caller without a value got the failure of an earlier creator, see {@link Policies#failureExpirationTime}.
     *
     * @param region the region's name
     * @param key the key
     */
    default void onFailureServed(String region, Object key) {}

    /**
     * A creator ran longer than it may, see {@link Policies#creationTimeout}. Its key is free again.
     *
     * @param region the region's name
     * @param key the key
     * @param limit how long it was allowed to run
     */
    default void onCreatorTimeout(String region, Object key, Duration limit) {}

    /**
     * A creation did not get its turn, see {@link Policies#maximumCreations}.
     *
     * @param region the region's name
     * @param key the key
     * @param waited how long it waited for its turn
     */
    default void onNoTurn(String region, Object key, Duration waited) {}

    /**
     * A backend's lock was lost before its creation ended.
     *
     * @param region the region's name
     * @param key the key
     */
    default void onLostLock(String region, Object key) {}

    /**
     * The executor had no room for a creation in the background, or is shut down. Callers keep the stale value, and
     * the next one tries again.
     *
     * @param region the region's name
     * @param key the key
     * @param reason what the executor says
     */
    default void onBackgroundRejected(String region, Object key, RejectedExecutionException reason) {}

    /**
     * A creation in the background failed. Callers keep the stale value, and the next one tries again.
     *
     * @param region the region's name
     * @param key the key
     * @param error what happened
     */
    default void onBackgroundFailure(String region, Object key, Throwable error) {}

    /**
     * A stored entry could not be read and counts as missing.
     *
     * @param region the region's name
     * @param key the key
     * @param cause why
     */
    default void onUnreadable(String region, Object key, Throwable cause) {}

    /**
     * A value was larger than the backend may store. Its callers got it; nothing is stored under the key.
     *
     * @param region the region's name
     * @param key the key
     * @param bytes the size that it would have taken
     */
    default void onTooLarge(String region, Object key, long bytes) {}

    /**
     * The backend failed; the region went on without it.
     *
     * @param region the region's name
     * @param operation what was tried: get, set, lock …
     * @param error what happened
     */
    default void onBackendError(String region, String operation, Throwable error) {}
}
