package io.dogpile.region;

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
     * A caller waited for another's creation.
     *
     * @param region the region's name
     * @param key the key
     * @param waited how long
     */
    default void onJoined(String region, Object key, Duration waited) {}

    /**
     * A caller got a stale value while its successor is being made.
     *
     * @param region the region's name
     * @param key the key
     */
    default void onStaleServed(String region, Object key) {}

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
