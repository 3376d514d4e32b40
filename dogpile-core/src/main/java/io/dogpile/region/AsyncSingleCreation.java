package io.dogpile.region;

import io.dogpile.backend.CachedValue;
import io.dogpile.backend.Mutex;
import io.dogpile.lock.AsyncCreation;
import io.dogpile.lock.AsyncThreads;
import io.dogpile.lock.Fence;
import io.dogpile.lock.Lookup;
import java.lang.reflect.Type;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One asynchronous caller's wish for one key. */
record AsyncSingleCreation<V extends @Nullable Object>(
        ConfiguredRegion region,
        Object callersKey,
        Object key,
        Supplier<? extends CompletionStage<? extends V>> creator,
        CallOptions options,
        long expiration,
        Type type)
        implements AsyncCreation<V> {

    @Override
    public Mutex mutex() {
        return region.store.mutex(key);
    }

    @Override
    @SuppressWarnings("unchecked") // a key's values have one type; see CacheRegion on types
    public CompletionStage<Lookup<V>> look(AsyncThreads threads) {
        return region.store
                .getAsync(key, type, threads.executor())
                .thenApply(found ->
                        region.freshness.classify((CachedValue<V>) found, expiration, options.serveStaleMicros()));
    }

    @Override
    public CompletionStage<V> create(Fence fence, AsyncThreads threads) {
        Begun begun = Begun.now(region.freshness, context());
        return AsyncCreators.<V>timed(region.events, key, begun.context(), creator, threads.afterCreator())
                .thenApply(value -> {
                    SingleCreation.store(region, key, value, options, begun, fence);
                    return value;
                });
    }

    @Override
    public CompletionStage<V> createUnshared() {
        return AsyncCreators.timed(region.events, key, context(), creator, Runnable::run);
    }

    private CreationContext context() {
        return CreationContext.ofOne(region.name, callersKey, options);
    }

    @Override
    public boolean wrapsFailures() {
        return options.wrapsFailures();
    }
}
