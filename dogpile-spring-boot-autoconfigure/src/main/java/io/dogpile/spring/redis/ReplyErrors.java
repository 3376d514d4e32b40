package io.dogpile.spring.redis;

import io.dogpile.redis.RedisReplyException;
import java.util.Set;

/** Finds the server's own words in the exceptions of Spring and of the client beneath it. */
final class ReplyErrors {

    private static final Set<String> CODES = Set.of(
            "ASK",
            "BUSY",
            "CLUSTERDOWN",
            "CROSSSLOT",
            "DENIED",
            "ERR",
            "EXECABORT",
            "LOADING",
            "MASTERDOWN",
            "MISCONF",
            "MOVED",
            "NOAUTH",
            "NOPERM",
            "NOREPLICAS",
            "NOSCRIPT",
            "OOM",
            "READONLY",
            "TRYAGAIN",
            "UNKILLABLE",
            "WRONGPASS",
            "WRONGTYPE");

    private ReplyErrors() {}

    static RuntimeException translate(RuntimeException failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            String message = each.getMessage();
            if (message != null && CODES.contains(message.split(" ", 2)[0])) {
                return new RedisReplyException(message, failure);
            }
        }
        return failure;
    }
}
