package io.dogpile.region;

import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.lock.BatchCreation;
import io.dogpile.lock.BatchFence;
import io.dogpile.lock.Lookup;
import io.dogpile.region.KeyEvent.Creation.Mode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One caller's wish for several keys. */
record MultiCreation<K, V extends @Nullable Object>(WantedKeys<K, V> wanted, MultiCreator<K, ? extends V> creator)
        implements BatchCreation<Answer<V>> {

    @Override
    public Mutex mutex(Object key) {
        return wanted.region.store.mutex(key);
    }

    @Override
    public Map<Object, Held> tryAcquire(List<Object> keys) throws InterruptedException {
        return wanted.region.store.tryAcquireMulti(keys);
    }

    @Override
    public Map<Object, Lookup<Answer<V>>> look(Collection<Object> keys) {
        return wanted.classify(keys, wanted.region.store.getMulti(keys, wanted.type), Mode.CALLER);
    }

    @Override
    public Map<Object, Answer<V>> create(List<Object> keys, BatchFence fence) throws Exception {
        Begun begun = Begun.now(wanted.region.freshness, wanted.context(keys));
        return wanted.store(create(keys, begun.context()), begun, fence);
    }

    @Override
    public Map<Object, Answer<V>> recover(List<Object> keys, Throwable failure, BatchFence fence) {
        return wanted.recover(keys, failure, fence);
    }

    @Override
    public Map<Object, Answer<V>> createUnshared(List<Object> keys) throws Exception {
        try {
            return wanted.unshared(create(keys, wanted.context(keys)));
        } catch (Exception failure) {
            return wanted.recoverUnshared(keys, failure);
        }
    }

    private Map<Object, V> create(List<Object> keys, CreationContext context) throws Exception {
        List<K> asked = wanted.asked(keys);
        try {
            return wanted.byMappedKey(
                    keys,
                    SingleCreation.timed(
                            wanted.region.events,
                            new SeveralKeys(keys),
                            () -> Objects.requireNonNull(
                                    context.call(() -> creator.create(asked)),
                                    "the creator of several keys returned null instead of a map")));
        } finally {
            context.end();
        }
    }

    @Override
    public boolean wrapsFailures() {
        return wanted.options.wrapsFailures();
    }
}
