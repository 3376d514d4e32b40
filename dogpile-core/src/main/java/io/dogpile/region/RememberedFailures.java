package io.dogpile.region;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.settings.Settings;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How creators failed lately, by key, so that it need not be tried again. Of this process, thread-safe, and nothing at all
 * before the first failure that is to be remembered.
 */
final class RememberedFailures {

    /** More are not worth their memory: an exception holds on to whatever it knows. */
    private static final int MAXIMUM = 10_000;

    private static final Duration SWEPT_EVERY = Duration.ofMinutes(1);

    private final String region;
    private final RegionConfig config;
    private final Events events;
    private final ReentrantLock creating = new ReentrantLock();
    private volatile @Nullable CacheBackend failures;

    RememberedFailures(String region, RegionConfig config, Events events) {
        this.region = region;
        this.config = config;
        this.events = events;
    }

    /**
     * Remembers a failure, if the policies want that.
     *
     * @param cutoff the region's newest invalidation when the creator began; a later one ends the memory
     */
    void remember(Object key, Throwable error, long cutoff, Policies policies) {
        if (isToBeRemembered(error, policies)) {
            long time = Freshness.micros(policies.failureExpirationTime());
            failures()
                    .set(key, CachedValue.of(new Failure(error, cutoff), now()).living(time, 0), null);
        }
    }

    /** What the key's creator threw, if that counts for a caller with these policies. */
    @Nullable
    Throwable of(Object key, long cutoff, Policies policies) {
        CacheBackend present = failures;
        CachedValue<?> entry = present == null ? null : present.get(key, Failure.class);
        return entry != null
                        && now() - entry.creationTimeMicros() < entry.expirationMicros(0)
                        && entry.payload() instanceof Failure failure
                        && failure.cutoff == cutoff
                        && isToBeRemembered(failure.error, policies)
                ? failure.error
                : null;
    }

    void forget(Object key) {
        CacheBackend present = failures;
        if (present != null) {
            present.delete(key);
        }
    }

    void forgetAll(Collection<?> keys) {
        CacheBackend present = failures;
        if (present != null) {
            present.deleteMulti(keys);
        }
    }

    private static boolean isToBeRemembered(Throwable error, Policies policies) {
        return !policies.failureExpirationTime().isZero()
                && policies.cachedFailures().stream()
                        .anyMatch(type -> type.isInstance(error) || type.isInstance(error.getCause()));
    }

    private long now() {
        return CachedValue.nowMicros(config.clock);
    }

    private CacheBackend failures() {
        CacheBackend present = failures;
        if (present != null) {
            return present;
        }
        creating.lock();
        try {
            CacheBackend created = failures;
            if (created == null) {
                Settings arguments = Settings.of("", Map.of("maximum-size", MAXIMUM));
                created = config.registry
                        .get(config.settingPrefix + "failure-expiration-time", "dogpile.cache.memory")
                        .create(new BackendContext(region, arguments, SWEPT_EVERY, config.clock, events));
                failures = created;
            }
            return created;
        } finally {
            creating.unlock();
        }
    }

    private record Failure(Throwable error, long cutoff) {}
}
