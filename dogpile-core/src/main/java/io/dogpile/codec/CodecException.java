package io.dogpile.codec;

import org.jspecify.annotations.Nullable;

/** A value can't be turned into bytes, or bytes not into a value. */
public class CodecException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what could not be done and what would help
     * @param cause the error behind it, or null
     */
    public CodecException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
