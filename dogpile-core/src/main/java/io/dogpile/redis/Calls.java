package io.dogpile.redis;

import io.dogpile.backend.BackendException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Awaits answers of Redis, each within the call's limit. Never used on the thread of an event loop. */
final class Calls {

    private final Duration limit;

    Calls(Duration limit) {
        this.limit = limit;
    }

    <T> T await(String what, Supplier<CompletionStage<T>> call) {
        try {
            return call.get().toCompletableFuture().get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new BackendException("Redis did not answer " + what + " within " + limit.toMillis() + " ms", late);
        } catch (ExecutionException failure) {
            throw new BackendException("Redis failed: " + what + ": " + failure.getCause(), failure.getCause());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new BackendException("Interrupted while Redis was to answer " + what, interruption);
        } catch (RuntimeException failure) {
            throw new BackendException("Redis can't be called: " + what + ": " + failure, failure);
        }
    }
}
