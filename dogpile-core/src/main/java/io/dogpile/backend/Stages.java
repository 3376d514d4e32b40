package io.dogpile.backend;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What those who work with stages need, and the JDK does not have. */
public final class Stages {

    private Stages() {}

    /**
     * Calls something that answers later.
     *
     * @param <T> type of the result
     * @param call answers a stage, or throws
     * @return a future of what the stage ends with; it fails with what the call threw
     */
    public static <T extends @Nullable Object> CompletableFuture<T> call(Supplier<? extends CompletionStage<T>> call) {
        try {
            return call.get().toCompletableFuture();
        } catch (Throwable failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    /**
     * A caller's own future of what another one comes to. Its failure is the other's, not a wrapper around it; when it
     * is done, by whomever, the other is cancelled.
     *
     * @param <T> type of the other's result
     * @param <R> type of the result
     * @param future the other
     * @param function makes the result
     * @return the future
     */
    public static <T extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> map(
            CompletableFuture<T> future, Function<? super T, ? extends R> function) {
        CompletableFuture<R> own = new CompletableFuture<>();
        future.thenApply(function).whenComplete((result, failure) -> {
            if (failure == null) {
                own.complete(result);
            } else {
                own.completeExceptionally(unwrap(failure));
            }
        });
        own.whenComplete((result, failure) -> future.cancel(false));
        return own;
    }

    /**
     * What a stage really failed with. Stages that depend on a failed one wrap its failure.
     *
     * @param failure as a dependent stage saw it
     * @return the failure without its wrappers
     */
    public static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
