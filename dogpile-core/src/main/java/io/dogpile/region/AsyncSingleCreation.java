package io.dogpile.region;

import io.dogpile.backend.Mutex;
import io.dogpile.backend.Stages;
import io.dogpile.lock.AsyncCreation;
import io.dogpile.lock.AsyncThreads;
import io.dogpile.lock.Fence;
import io.dogpile.lock.Lookup;
import io.dogpile.region.KeyEvent.Creation.Mode;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One asynchronous caller's wish for one key. */
record AsyncSingleCreation<V extends @Nullable Object>(
        WantedKey<V> wanted, Supplier<? extends CompletionStage<? extends V>> creator)
        implements AsyncCreation<Answer<V>> {

    @Override
    public Mutex mutex() {
        return wanted.region.store.mutex(wanted.key);
    }

    @Override
    public CompletionStage<Lookup<Answer<V>>> look(AsyncThreads threads) {
        return wanted.region
                .store
                .getAsync(wanted.key, wanted.type, threads.executor())
                .thenApply(entry -> wanted.classify(entry, Mode.ASYNCHRONOUS));
    }

    @Override
    public CompletionStage<Answer<V>> create(Fence fence, AsyncThreads threads) {
        Begun begun = Begun.now(wanted.region.freshness, wanted.context());
        return AsyncCreators.<V>timed(wanted.region.events, wanted.key, begun.context(), creator, threads.forBackend())
                .thenApply(value -> wanted.store(value, begun, fence));
    }

    @Override
    public Answer<V> recover(Throwable failure, Fence fence) throws Throwable {
        return wanted.recover(failure, fence);
    }

    @Override
    public CompletionStage<Answer<V>> createUnshared() {
        return AsyncCreators.<V>timed(wanted.region.events, wanted.key, wanted.context(), creator, Runnable::run)
                .thenApply(wanted::unshared)
                .exceptionally(failure -> wanted.recoverUnshared(new CompletionException(Stages.unwrap(failure))));
    }

    @Override
    public boolean wrapsFailures() {
        return wanted.options.wrapsFailures();
    }
}
