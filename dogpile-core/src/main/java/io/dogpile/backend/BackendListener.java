package io.dogpile.backend;

/** What a backend reports to the region that uses it. Implementations are thread-safe and must not throw. */
public interface BackendListener {

    /**
     * A stored entry could not be read and was treated as missing.
     *
     * @param key the key
     * @param cause why
     */
    void onUnreadable(Object key, Throwable cause);

    /**
     * A value was larger than the backend may store, and was not stored. The default does nothing.
     *
     * @param key the key
     * @param bytes its size
     */
    default void onTooLarge(Object key, long bytes) {}

    /**
     * A backend in memory dropped an entry by itself. The default does nothing.
     *
     * @param key the key
     * @param useless true if the entry was past its retention; false if it made room for others
     */
    default void onEvicted(Object key, boolean useless) {}
}
