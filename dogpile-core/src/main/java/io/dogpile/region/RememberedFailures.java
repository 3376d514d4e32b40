package io.dogpile.region;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.dogpile.backend.CachedValue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How creators failed lately, by key, so that it need not be tried again. Of this process, thread-safe, and nothing at all
 * before the first failure that is to be remembered.
 */
final class RememberedFailures {

    /** More are not worth their memory: an exception holds on to whatever it knows. */
    private static final int MAXIMUM = 10_000;

    private final InstantSource clock;
    private final ReentrantLock creating = new ReentrantLock();
    private volatile @Nullable Cache<Object, Failure> failures;

    RememberedFailures(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Remembers a failure, if the policies want that.
     *
     * @param cutoff the region's newest invalidation when the creator began; a later one ends the memory
     */
    void remember(Object key, Throwable error, long cutoff, Policies policies) {
        if (isToBeRemembered(error, policies)) {
            failures().put(key, new Failure(error, cutoff, policies.failureExpirationTime()));
        }
    }

    /** What the key's creator threw, if that counts for a caller with these policies. */
    @Nullable
    Throwable of(Object key, long cutoff, Policies policies) {
        Cache<Object, Failure> present = failures;
        Failure failure = present == null ? null : present.getIfPresent(key);
        return failure != null && failure.cutoff == cutoff && isToBeRemembered(failure.error, policies)
                ? failure.error
                : null;
    }

    void forget(Object key) {
        Cache<Object, Failure> present = failures;
        if (present != null) {
            present.invalidate(key);
        }
    }

    void forgetAll(Collection<?> keys) {
        Cache<Object, Failure> present = failures;
        if (present != null) {
            present.invalidateAll(keys);
        }
    }

    private static boolean isToBeRemembered(Throwable error, Policies policies) {
        return !policies.failureExpirationTime().isZero()
                && policies.cachedFailures().stream()
                        .anyMatch(type -> type.isInstance(error) || type.isInstance(error.getCause()));
    }

    private Cache<Object, Failure> failures() {
        Cache<Object, Failure> present = failures;
        if (present != null) {
            return present;
        }
        creating.lock();
        try {
            if (failures == null) {
                failures = Caffeine.newBuilder()
                        .maximumSize(MAXIMUM)
                        .expireAfter(Expiry.writing((Object key, Failure failure) -> failure.time()))
                        .ticker(() -> TimeUnit.MICROSECONDS.toNanos(CachedValue.nowMicros(clock)))
                        .executor(Runnable::run)
                        .build();
            }
            return failures;
        } finally {
            creating.unlock();
        }
    }

    private record Failure(Throwable error, long cutoff, Duration time) {}
}
