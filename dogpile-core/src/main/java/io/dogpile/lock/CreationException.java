package io.dogpile.lock;

/**
 * A creator threw a checked exception, which is the cause. Unchecked exceptions of a creator reach its callers as
 * they are, unless a caller asks for {@link Creation#wrapsFailures otherwise}.
 */
public class CreationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param key the key that was being created
     * @param cause what the creator threw
     */
    public CreationException(Object key, Throwable cause) {
        super("The creator of key '" + key + "' failed: " + cause, cause);
    }
}
