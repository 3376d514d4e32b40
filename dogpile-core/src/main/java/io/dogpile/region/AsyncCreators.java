package io.dogpile.region;

import io.dogpile.backend.Stages;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls creators that answer later. */
final class AsyncCreators {

    private AsyncCreators() {}

    /**
     * Calls a creator and tells how it ended, and how long it took until then.
     *
     * @param after where the answer completes
     */
    static <T extends @Nullable Object> CompletableFuture<T> timed(
            Events events,
            Object key,
            CreationContext context,
            Supplier<? extends CompletionStage<? extends T>> creator,
            Executor after) {
        long started = System.nanoTime();
        CompletableFuture<T> created = new CompletableFuture<>();
        call(events, key, context, creator)
                .whenCompleteAsync(
                        (value, failure) -> {
                            context.end();
                            Duration took = Duration.ofNanos(System.nanoTime() - started);
                            if (failure == null) {
                                events.onCreated(key, took);
                                created.complete(value);
                            } else {
                                Throwable error = Stages.unwrap(failure);
                                events.onCreationFailed(key, took, error);
                                created.completeExceptionally(error);
                            }
                        },
                        after);
        return created;
    }

    private static <T extends @Nullable Object> CompletionStage<? extends T> call(
            Events events,
            Object key,
            CreationContext context,
            Supplier<? extends CompletionStage<? extends T>> creator) {
        try {
            return events.<T>callAsync(
                    key,
                    () -> Objects.requireNonNull(
                            context.call(creator::get),
                            "the creator returned null instead of a CompletionStage of the value"));
        } catch (Throwable error) {
            return CompletableFuture.failedFuture(error);
        }
    }
}
