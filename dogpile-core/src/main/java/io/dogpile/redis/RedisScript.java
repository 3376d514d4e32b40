package io.dogpile.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Lua script and the name under which a server keeps it.
 *
 * @param lua its text
 * @param sha1 the SHA-1 of the text, in hexadecimal
 */
public record RedisScript(String lua, String sha1) {

    /** A script that answers a number. */
    static RedisScript of(String lua) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(lua.getBytes(StandardCharsets.UTF_8));
            return new RedisScript(lua, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }
}
