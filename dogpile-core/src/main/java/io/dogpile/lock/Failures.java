package io.dogpile.lock;

import io.dogpile.backend.Stages;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** How a creator's failure reaches a caller. */
final class Failures {

    private Failures() {}

    static <V extends @Nullable Object> V createUnshared(Object key, Creation<V> creation) {
        return call(key, creation::createUnshared, creation.wrapsFailures());
    }

    static <V extends @Nullable Object> Map<Object, V> createUnshared(List<Object> keys, BatchCreation<V> batch) {
        return call(keys, () -> batch.createUnshared(keys), batch.wrapsFailures());
    }

    private static <T extends @Nullable Object> T call(Object key, Callable<T> callable, boolean wrapping) {
        try {
            return callable.call();
        } catch (InterruptedException interruption) {
            throw interrupted(key, interruption);
        } catch (Exception error) {
            throw of(key, error, wrapping);
        }
    }

    static RuntimeException of(Object key, Throwable error, Creation<?> creation) {
        return of(key, error, creation.wrapsFailures());
    }

    static RuntimeException of(Object key, Throwable error, boolean wrapping) {
        return wrapping && error instanceof RuntimeException
                ? new CreationException(key, error)
                : unchecked(key, error);
    }

    static RuntimeException unchecked(Object key, Throwable error) {
        if (error instanceof Error serious) {
            throw serious;
        }
        return error instanceof RuntimeException unchecked ? unchecked : new CreationException(key, error);
    }

    /** What {@link #unchecked} throws or answers. */
    static Throwable asThrown(Object key, Throwable error) {
        return error instanceof Error ? error : unchecked(key, error);
    }

    /** How a failure comes out of a future, which can carry anything: as it is, unless the caller wants it wrapped. */
    static Throwable ofFuture(Object key, Throwable error, boolean wrapped) {
        return wrapped && error instanceof Exception ? new CreationException(key, error) : error;
    }

    /** What kept an asynchronous caller from a creation. */
    static Throwable ofEntry(Object key, Throwable failure) {
        Throwable cause = Stages.unwrap(failure);
        return cause instanceof InterruptedException interruption
                ? new CreationInterruptedException(key, interruption)
                : cause;
    }

    /** Whether a caller could wait no longer, which its stale value makes up for. */
    static boolean isLackOfTime(Throwable failure) {
        return failure instanceof CreationTimeoutException || failure instanceof CreationRejectedException;
    }

    static CreationInterruptedException interrupted(Object key, InterruptedException interruption) {
        Thread.currentThread().interrupt();
        return new CreationInterruptedException(key, interruption);
    }
}
