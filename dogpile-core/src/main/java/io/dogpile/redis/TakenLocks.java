package io.dogpile.redis;

import io.dogpile.backend.WaitTimer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;

/**
 * Locks that were just found to be others'. Each is remembered until its holder sends word of the release, or, as not
 * every holder does, for as long as waiters pause at most.
 */
final class TakenLocks {

    private final Map<String, CompletableFuture<Void>> taken = new ConcurrentHashMap<>();
    private final WaitTimer timer;
    private final Duration atMost;

    TakenLocks(WaitTimer timer, Duration atMost) {
        this.timer = timer;
        this.atMost = atMost;
    }

    /**
     * Remembers a lock.
     *
     * @param release completes with the release; expected since before the lock was tried, so that none falls between
     * @return whether the future is in use now, and will be cancelled from here
     */
    boolean note(byte[] lockKey, CompletableFuture<Void> release) {
        String key = text(lockKey);
        if (taken.putIfAbsent(key, release) != null) {
            return false;
        }
        Future<?> alarm = timer.after(atMost, () -> release.cancel(false));
        release.whenComplete((released, cancelled) -> {
            alarm.cancel(false);
            taken.remove(key, release);
        });
        return true;
    }

    boolean contains(byte[] lockKey) {
        return taken.containsKey(text(lockKey));
    }

    int count() {
        return taken.size();
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }
}
