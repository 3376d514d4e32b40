package io.dogpile.redis;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Those in this JVM who wait for a lock, woken by the message that its holder sends on release. */
final class Wakeups {

    /** The sets are changed only while their key is being computed. */
    private final Map<String, Set<CompletableFuture<Void>>> waiting = new ConcurrentHashMap<>();

    /**
     * A future that the next release completes, forgotten when it is done or cancelled. To be taken before the lock is
     * tried, so that no release falls between.
     */
    CompletableFuture<Void> expect(byte[] lockKey) {
        String key = text(lockKey);
        CompletableFuture<Void> release = new CompletableFuture<>();
        waiting.compute(key, (same, others) -> {
            Set<CompletableFuture<Void>> all = others == null ? new LinkedHashSet<>() : others;
            all.add(release);
            return all;
        });
        release.whenComplete((released, cancelled) -> forget(key, release));
        return release;
    }

    private void forget(String key, CompletableFuture<Void> release) {
        waiting.computeIfPresent(key, (same, all) -> {
            all.remove(release);
            return all.isEmpty() ? null : all;
        });
    }

    void wake(byte[] lockKey) {
        Set<CompletableFuture<Void>> all = waiting.remove(text(lockKey));
        if (all != null) {
            all.forEach(release -> release.complete(null));
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
