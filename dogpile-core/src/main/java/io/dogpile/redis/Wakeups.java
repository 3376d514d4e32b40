package io.dogpile.redis;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Threads of this JVM that wait for a lock, woken by the message that its holder sends on release. */
final class Wakeups {

    private final Map<String, CountDownLatch> waiting = new ConcurrentHashMap<>();

    /** To be taken before the lock is tried, so that no release falls between. */
    CountDownLatch expect(byte[] lockKey) {
        return waiting.computeIfAbsent(text(lockKey), key -> new CountDownLatch(1));
    }

    void forget(byte[] lockKey, CountDownLatch latch) {
        waiting.remove(text(lockKey), latch);
    }

    void wake(byte[] lockKey) {
        CountDownLatch latch = waiting.remove(text(lockKey));
        if (latch != null) {
            latch.countDown();
        }
    }

    void wakeAll() {
        waiting.keySet().forEach(key -> wake(key.getBytes(StandardCharsets.UTF_8)));
    }

    int count() {
        return waiting.size();
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }
}
