package io.dogpile.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The names of a region's keys. In a cluster the value's key is wrapped in braces wherever it appears, so that value,
 * lock and marker share a slot.
 */
record RedisKeys(String keyPrefix, String lockPrefix, boolean cluster) {

    byte[] value(Object key) {
        return bytes(tagged(key));
    }

    byte[] lock(Object key) {
        return bytes(lockPrefix + tagged(key));
    }

    /** Value, lock, marker: what every script gets. */
    List<byte[]> all(Object key) {
        return List.of(value(key), lock(key), bytes("_void" + tagged(key)));
    }

    private String tagged(Object key) {
        return cluster ? "{" + keyPrefix + key + "}" : keyPrefix + key;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
