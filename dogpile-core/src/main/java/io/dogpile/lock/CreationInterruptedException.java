package io.dogpile.lock;

/**
 * The thread was interrupted while it waited for a value or created it. Its interrupt flag is set again. Other callers
 * of the key are not affected; one of them takes over.
 */
public class CreationInterruptedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param key the key that was wanted
     * @param cause the interruption
     */
    public CreationInterruptedException(Object key, InterruptedException cause) {
        super("Interrupted while getting key '" + key + "'", cause);
    }
}
