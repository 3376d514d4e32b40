package io.dogpile.spring.cache;

import io.dogpile.lock.CreationException;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.CallOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** Lets a caller of futures use a region, which blocks. */
final class BlockingCalls {

    /** Without a bound: a bounded pool deadlocks when all its threads wait for loads that need one of them. */
    static final Executor EXECUTOR =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), threads());

    private BlockingCalls() {}

    /** A future of what the region has or the loader makes; it fails with the loader's own exception. */
    static <T> CompletableFuture<T> future(
            Executor executor,
            CacheRegion region,
            Object key,
            Supplier<CompletableFuture<T>> loader,
            CallOptions wrappingFailures) {
        CompletableFuture<T> future = new CompletableFuture<>();
        executor.execute(() -> {
            try {
                future.complete(region.getOrCreate(key, () -> await(loader.get()), wrappingFailures));
            } catch (CreationException failure) {
                future.completeExceptionally(failure.getCause() == null ? failure : failure.getCause());
            } catch (Throwable failure) {
                future.completeExceptionally(failure);
            }
        });
        return future;
    }

    private static <T> T await(CompletableFuture<T> loading) throws Exception {
        try {
            return loading.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof Error serious) {
                throw serious;
            }
            throw failure.getCause() instanceof Exception cause ? cause : failure;
        }
    }

    private static CustomizableThreadFactory threads() {
        CustomizableThreadFactory threads = new CustomizableThreadFactory("dogpile-retrieve-");
        threads.setDaemon(true);
        return threads;
    }
}
