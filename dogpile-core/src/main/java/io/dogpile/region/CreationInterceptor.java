package io.dogpile.region;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Surrounds creators, for instance to trace them. Runs in the thread that creates, once per call of a creator and never
 * for hits or for callers who wait. Implementations are thread-safe.
 */
@FunctionalInterface
public interface CreationInterceptor {

    /**
     * Calls the creator.
     *
     * @param <V> type of what it makes
     * @param region the region's name
     * @param key the key of the backend, after mangling; a list of keys for a creation of several
     * @param creator the creator, or the next interceptor
     * @return what the creator returned
     * @throws Exception whatever the creator throws; what the interceptor itself throws counts as a failure to create
     */
    <V extends @Nullable Object> V intercept(String region, Object key, Callable<? extends V> creator) throws Exception;

    /**
     * Calls a creator that answers later. The default calls it and surrounds nothing.
     *
     * @param <V> type of what it makes
     * @param region the region's name
     * @param key the key of the backend, after mangling; a list of keys for a creation of several
     * @param creator the creator, or the next interceptor
     * @return the creator's stage, or one that ends as it does
     * @throws Exception whatever the creator throws
     */
    default <V extends @Nullable Object> CompletionStage<? extends V> interceptAsync(
            String region, Object key, Callable<? extends CompletionStage<? extends V>> creator) throws Exception {
        return creator.call();
    }
}
