package io.dogpile.region;

import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.Stages;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** A mutex of the backend's that is free when the backend fails. */
final class ForgivingMutex implements Mutex {

    private final Mutex mutex;
    private final Events events;

    ForgivingMutex(Mutex mutex, Events events) {
        this.mutex = mutex;
        this.events = events;
    }

    @Override
    public Optional<Held> tryAcquire(Duration limit) throws InterruptedException {
        try {
            Optional<Held> held = mutex.tryAcquire(limit);
            events.onBackendAnswered(Store.Access.LOCK);
            return held;
        } catch (RuntimeException error) {
            events.onBackendError(Store.Access.LOCK, "lock", error);
            return Optional.of(Store.WITHOUT_LOCK);
        }
    }

    @Override
    public CompletableFuture<Optional<Held>> tryAcquireAsync(Duration limit, Executor executor) {
        return Stages.call(() -> mutex.tryAcquireAsync(limit, executor)).handle((held, failure) -> {
            if (failure == null) {
                events.onBackendAnswered(Store.Access.LOCK);
                return held;
            }
            Throwable error = Store.failureOf(failure);
            if (error instanceof InterruptedException) {
                throw new CompletionException(error);
            }
            events.onBackendError(Store.Access.LOCK, "lock", error);
            return Optional.of(Store.WITHOUT_LOCK);
        });
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
        try {
            return mutex.holder();
        } catch (RuntimeException error) {
            events.onBackendError(Store.Access.LOCK, "lock", error);
            return "somebody whom the backend could not name";
        }
    }
}
