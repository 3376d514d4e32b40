package io.dogpile.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The names of a region's keys. In a cluster the value's key is wrapped in braces wherever it appears, so that value,
 * lock, marker, fences and stamp share a slot: Redis looks only at what stands between the first opening brace and the next closing
 * one. Where nothing would stand there it looks at the whole key; such keys get a tag of their own.
 */
final class RedisKeys {

    private final String keyPrefix;
    private final byte[] prefix;
    private final String lockPrefix;
    private final boolean cluster;

    RedisKeys(String keyPrefix, String lockPrefix, boolean cluster) {
        this.keyPrefix = keyPrefix;
        this.prefix = bytes(keyPrefix);
        this.lockPrefix = lockPrefix;
        this.cluster = cluster;
    }

    /** Where the region's invalidation is kept, and the channel on which it is announced. */
    byte[] invalidation() {
        return bytes("dogpile:invalidated:" + keyPrefix);
    }

    /** Made without strings that every hit would leave behind, if the key is ASCII as most are. */
    byte[] value(Object key) {
        String text = key.toString();
        if (cluster) {
            return bytes(tagged(text));
        }
        byte[] name = Arrays.copyOf(prefix, prefix.length + text.length());
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter > '~') {
                return bytes(tagged(text));
            }
            name[prefix.length + i] = (byte) letter;
        }
        return name;
    }

    byte[] lock(Object key) {
        return bytes(lockPrefix + tagged(key));
    }

    /** Value, lock, marker, fences, stamp: what every script gets. */
    List<byte[]> all(Object key) {
        String tagged = tagged(key);
        return List.of(
                value(key), lock(key), bytes("_void" + tagged), bytes("_fence" + tagged), bytes("_stamp" + tagged));
    }

    private String tagged(Object key) {
        String name = keyPrefix + key;
        if (!cluster) {
            return name;
        }
        return name.isEmpty() || name.startsWith("}") ? "dogpile{brace}" + name : "{" + name + "}";
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
