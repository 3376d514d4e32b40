package io.dogpile.lock;

import java.time.Duration;

/**
 * A creator ran longer than it may. Its key is free again, and what it makes later is not stored. It may succeed when
 * tried anew.
 */
public final class CreatorTimeoutException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String key;

    /**
     * Says what happened.
     *
     * @param place what the key belongs to, such as {@code region 'local'}
     * @param key the key; a list of keys for a creation of several
     * @param limit how long the creator was allowed to run
     */
    public CreatorTimeoutException(String place, Object key, Duration limit) {
        super("The creator of key '" + key + "' in " + place + " was still running after " + limit.toMillis()
                + " ms (creation-timeout). The key is free again; what this creator makes later is not stored.");
        this.key = key.toString();
    }

    /**
     * The key whose creator it was, as text.
     *
     * @return the key
     */
    public String key() {
        return key;
    }
}
