package io.dogpile.lock;

import java.time.Duration;

/**
 * A caller waited as long as it may for somebody else's creation of a value, and there is no value to serve instead.
 * The creation itself goes on.
 */
public class CreationTimeoutException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String key;
    private final String holder;
    private final Duration waited;

    /**
     * Creates the exception.
     *
     * @param place where it was waited for, such as {@code region 'local'}
     * @param key the key that was waited for
     * @param holder who is creating it, in words
     * @param waited how long the caller waited
     */
    public CreationTimeoutException(String place, Object key, String holder, Duration waited) {
        this(place, key, holder, waited, "");
    }

    /**
     * Creates the exception with more to say.
     *
     * @param place where it was waited for, such as {@code region 'local'}
     * @param key the key that was waited for
     * @param holder who is creating it, in words
     * @param waited how long the caller waited
     * @param history what happened to the key lately, for the end of the message; a sentence that begins with a space,
     *     or empty
     */
    public CreationTimeoutException(String place, Object key, String holder, Duration waited, String history) {
        super("In " + place + ", gave up after " + waited.toMillis() + " ms waiting for the creation of key '" + key
                + "', which is held by " + holder
                + ". Raise wait-timeout if the creator may take that long, or set serve-stale so that callers need"
                + " not wait." + history);
        this.key = key.toString();
        this.holder = holder;
        this.waited = waited;
    }

    /**
     * The key that was waited for, as text.
     *
     * @return the key
     */
    public String key() {
        return key;
    }

    /**
     * Who is creating the value, and for how long, in words.
     *
     * @return for instance {@code thread 'http-7', for 31000 ms}
     */
    public String holder() {
        return holder;
    }

    /**
     * How long the caller waited.
     *
     * @return the time
     */
    public Duration waited() {
        return waited;
    }
}
