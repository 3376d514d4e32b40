package io.dogpile.backend;

import org.jspecify.annotations.Nullable;

/** A backend could not do what it was asked: the store can't be reached, did not answer in time, or refused. */
public class BackendException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was tried and what happened
     * @param cause the error behind it, or null
     */
    public BackendException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
