package io.dogpile.region;

import io.dogpile.backend.Mutex;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Notes who had to wait for a mutex. It asks once without waiting, to tell a lock that is taken from a backend that is
 * far away; a lock that is taken costs one more request for it.
 */
record ExplainingMutex(Mutex mutex, Object key, KeyHistories histories) implements Mutex {

    @Override
    public Optional<Held> tryAcquire(Duration limit) throws InterruptedException {
        Optional<Held> held = mutex.tryAcquire(Duration.ZERO);
        if (held.isPresent() || limit.isZero()) {
            return held;
        }
        long started = System.nanoTime();
        held = mutex.tryAcquire(limit);
        awaited(started, held);
        return held;
    }

    @Override
    public CompletableFuture<Optional<Held>> tryAcquireAsync(Duration limit, Executor executor) {
        return mutex.tryAcquireAsync(Duration.ZERO, executor).thenCompose(at -> {
            if (at.isPresent() || limit.isZero()) {
                return CompletableFuture.completedFuture(at);
            }
            long started = System.nanoTime();
            return mutex.tryAcquireAsync(limit, executor).whenComplete((held, failure) -> {
                if (failure == null) {
                    awaited(started, held);
                }
            });
        });
    }

    private void awaited(long started, Optional<Held> held) {
        histories.onLockAwaited(key, Duration.ofNanos(System.nanoTime() - started), held.isEmpty());
    }

    @Override
    public boolean isKnownToBeTaken() {
        return mutex.isKnownToBeTaken();
    }

    @Override
    public boolean isLocked() {
        return mutex.isLocked();
    }

    @Override
    public String holder() {
        return mutex.holder();
    }
}
