package io.dogpile.backend;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The lock that a backend offers for one key. Its scope is the backend's: one JVM for entries in memory, the cluster
 * for entries in Redis. Thread-safe. Not re-entrant: the holder is whoever has the {@link Held} handle, which may be
 * handed to another thread.
 *
 * <p>Counterpart of dogpile.cache's {@code CacheMutex}, whose {@code acquire} answers a boolean that is easy to
 * ignore; here there is nothing to run a creator with unless the lock was obtained.
 */
public interface Mutex {

    /**
     * The mutex of a backend that elects nobody: every caller creates for itself, side by side. It is for backends
     * that keep nothing, such as {@code dogpile.cache.null}, and is recognised by identity.
     */
    Mutex NONE = new NoMutex();

    /**
     * Tries to take the lock.
     *
     * @param limit how long to wait at most; zero tries once and does not wait
     * @return the handle of the lock, or empty if somebody else held it all the while
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    Optional<Held> tryAcquire(Duration limit) throws InterruptedException;

    /**
     * Tries to take the lock without keeping a thread while it waits. The default asks {@link #tryAcquire} on the
     * executor, without waiting, again and again in intervals of up to 100 ms.
     *
     * @param limit how long to wait at most; zero tries once and does not wait
     * @param executor where this mutex may block; the future completes there, or in the caller's thread
     * @return the handle of the lock, or empty if somebody else held it all the while; it fails as {@link #tryAcquire}
     *     throws
     */
    default CompletableFuture<Optional<Held>> tryAcquireAsync(Duration limit, Executor executor) {
        return LockPolling.acquire(
                this, limit, Duration.ofMillis(100), CompletableFuture::new, executor, WaitTimer.SYSTEM);
    }

    /**
     * Whether somebody else was found to hold the lock a moment ago, and has not been heard to release it. Who can do
     * without the lock need not try then. Never asks anybody, and may be out of date for as long as waiters pause.
     *
     * @return true if so; false, the default, if nothing is known
     */
    default boolean isKnownToBeTaken() {
        return false;
    }

    /**
     * Whether somebody holds the lock now.
     *
     * @return true if held, by anybody
     */
    boolean isLocked();

    /**
     * Who holds the lock, in words for a message.
     *
     * @return for instance {@code thread 'http-7'}; "nobody" if it is free
     */
    String holder();

    /** A lock that was obtained. Good for one release. */
    interface Held {

        /**
         * Gives the lock back. Must not throw.
         *
         * @return true if the lock was still ours; false if it had been lost, or was released before
         */
        boolean release();
    }
}
