package io.dogpile.backend;

/**
 * Keeps what is being created for some keys from being stored, until it is closed. Creators run as ever, and callers
 * get what they make; {@code set} writes as ever. Thread-safe.
 *
 * <p>It is for a change that others can't see yet, such as an update in a database transaction: whoever reads the old
 * state meanwhile must not cache it for the time after. Delete or set the keys before you close, if the change has
 * taken place: that outdates the creations that have read the old state and are still running.
 */
@FunctionalInterface
public interface KeyFence extends AutoCloseable {

    /** Fences nothing. */
    KeyFence NONE = () -> {};

    /** Lets values be stored again. Never throws; without effect the second time. */
    @Override
    void close();
}
