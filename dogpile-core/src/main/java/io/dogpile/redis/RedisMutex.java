package io.dogpile.redis;

import io.dogpile.backend.BackendException;
import io.dogpile.backend.LockPolling;
import io.dogpile.backend.Mutex;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The lock of one key: {@code SET NX PX} with a random token, renewed while it is held, released by whoever has the
 * token. Waiters are woken by a message of the holder's; for holders that send none (Python's, or a killed process')
 * they try again in growing intervals.
 */
final class RedisMutex implements Mutex {

    private static final Duration FIRST_POLL = Duration.ofMillis(10);

    private final RedisLocks locks;
    private final List<byte[]> keys;

    RedisMutex(RedisLocks locks, List<byte[]> keys) {
        this.locks = locks;
        this.keys = keys;
    }

    private byte[] lockKey() {
        return keys.get(1);
    }

    @Override
    public Optional<Held> tryAcquire(Duration limit) throws InterruptedException {
        long nanos = TimeUnit.NANOSECONDS.convert(bounded(limit)); // caps what is too long for nanoseconds
        long started = locks.timer.nanoTime();
        long pause = FIRST_POLL.toNanos();
        byte[] token = newToken();
        while (true) {
            CompletableFuture<Void> released = locks.wakeups.expect(lockKey());
            boolean noted = false;
            try {
                if (take(token)) {
                    return Optional.of(locks.hold(keys, token));
                }
                long remaining = nanos - (locks.timer.nanoTime() - started);
                if (remaining <= 0) {
                    noted = locks.taken.note(lockKey(), released);
                    return Optional.empty();
                }
                pause = isReleased(released, Math.min(pause, remaining))
                        ? FIRST_POLL.toNanos()
                        : Math.min(pause * 2, locks.settings.longestPoll().toNanos());
            } finally {
                if (!noted) {
                    released.cancel(false);
                }
            }
        }
    }

    private Duration bounded(Duration limit) {
        return limit.compareTo(locks.settings.lockLimit()) < 0 ? limit : locks.settings.lockLimit();
    }

    private boolean isReleased(CompletableFuture<Void> released, long limitNanos) throws InterruptedException {
        try {
            locks.timer.await(released, limitNanos);
            return true;
        } catch (TimeoutException held) {
            return false;
        }
    }

    @Override
    public CompletableFuture<Optional<Held>> tryAcquireAsync(Duration limit, Executor executor) {
        return LockPolling.acquire(
                this,
                bounded(limit),
                locks.settings.longestPoll(),
                () -> locks.wakeups.expect(lockKey()),
                executor,
                locks.timer);
    }

    /** An interrupt is the caller's, not a failure of Redis; the lock may have been taken all the same. */
    private boolean take(byte[] token) throws InterruptedException {
        try {
            return locks.take(lockKey(), token);
        } catch (BackendException failure) {
            if (failure.getCause() != null) { // it was sent
                locks.abandon(keys, token);
            }
            if (failure.getCause() instanceof InterruptedException && Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException().initCause(failure);
            }
            throw failure;
        }
    }

    /** 32 hexadecimal digits, the form of Python's tokens. */
    static byte[] newToken() {
        return UUID.randomUUID().toString().replace("-", "").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public boolean isKnownToBeTaken() {
        return locks.taken.contains(lockKey());
    }

    @Override
    public boolean isLocked() {
        return locks.ownerOf(lockKey()) != null;
    }

    @Override
    public String holder() {
        String owner = locks.ownerOf(lockKey());
        return owner == null
                ? "nobody"
                : "the lock '" + new String(lockKey(), StandardCharsets.UTF_8) + "' in Redis with token " + owner;
    }
}
