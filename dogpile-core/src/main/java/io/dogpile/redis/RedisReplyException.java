package io.dogpile.redis;

import org.jspecify.annotations.Nullable;

/** The server is there and answered with an error, such as {@code WRONGTYPE}. */
public class RedisReplyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param reply the server's words, which begin with a code in capitals
     * @param cause the client's exception, or null
     */
    public RedisReplyException(String reply, @Nullable Throwable cause) {
        super(reply, cause);
    }

    /**
     * Whether the reply begins with a code.
     *
     * @param code such as {@code WRONGTYPE}
     * @return true if so
     */
    public boolean is(String code) {
        return String.valueOf(getMessage()).startsWith(code);
    }

    /** Whether the reply says that the server can't serve now, which is as bad as no answer. */
    boolean meansUnavailable() {
        return is("LOADING")
                || is("CLUSTERDOWN")
                || is("MASTERDOWN")
                || is("READONLY")
                || is("TRYAGAIN")
                || is("ERR max number of clients");
    }
}
