package io.dogpile.region;

import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.Stages;
import io.dogpile.lock.AsyncBatchCreation;
import io.dogpile.lock.AsyncThreads;
import io.dogpile.lock.BatchFence;
import io.dogpile.lock.Lookup;
import io.dogpile.region.KeyEvent.Creation.Mode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One asynchronous caller's wish for several keys. */
record AsyncMultiCreation<K, V extends @Nullable Object>(
        WantedKeys<K, V> wanted, AsyncMultiCreator<K, ? extends V> creator) implements AsyncBatchCreation<Answer<V>> {

    @Override
    public Mutex mutex(Object key) {
        return wanted.region.store.mutex(key);
    }

    @Override
    public CompletionStage<Map<Object, Held>> tryAcquire(List<Object> keys, AsyncThreads threads) {
        return CompletableFuture.supplyAsync(() -> tryAcquire(keys), threads.forBackend());
    }

    private Map<Object, Held> tryAcquire(List<Object> keys) {
        try {
            return wanted.region.store.tryAcquireMulti(keys);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new CompletionException(interruption);
        }
    }

    @Override
    public CompletionStage<Map<Object, Lookup<Answer<V>>>> look(Collection<Object> keys, AsyncThreads threads) {
        return wanted.region
                .store
                .getMultiAsync(keys, wanted.type, threads.executor())
                .thenApply(found -> wanted.classify(keys, found, Mode.ASYNCHRONOUS));
    }

    @Override
    public CompletionStage<Map<Object, Answer<V>>> create(List<Object> keys, BatchFence fence, AsyncThreads threads) {
        Begun begun = Begun.now(wanted.region.freshness, wanted.context(keys));
        return create(keys, begun.context(), threads.forBackend())
                .thenApply(created -> wanted.store(created, begun, fence));
    }

    @Override
    public Map<Object, Answer<V>> recover(List<Object> keys, Throwable failure, BatchFence fence) {
        return wanted.recover(keys, failure, fence);
    }

    @Override
    public CompletionStage<Map<Object, Answer<V>>> createUnshared(List<Object> keys) {
        return create(keys, wanted.context(keys), Runnable::run)
                .thenApply(wanted::unshared)
                .exceptionally(
                        failure -> wanted.recoverUnshared(keys, new CompletionException(Stages.unwrap(failure))));
    }

    private CompletableFuture<Map<Object, V>> create(List<Object> keys, CreationContext context, Executor after) {
        List<K> asked = wanted.asked(keys);
        return AsyncCreators.<Map<? extends K, ? extends V>>timed(
                        wanted.region.events, new SeveralKeys(keys), context, () -> creator.create(asked), after)
                .thenApply(made -> wanted.byMappedKey(keys, made));
    }
}
