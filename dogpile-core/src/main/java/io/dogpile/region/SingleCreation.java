package io.dogpile.region;

import io.dogpile.backend.Mutex;
import io.dogpile.lock.Creation;
import io.dogpile.lock.Fence;
import io.dogpile.lock.Lookup;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** One caller's wish for one key. */
record SingleCreation<V extends @Nullable Object>(WantedKey<V> wanted, Callable<? extends V> creator)
        implements Creation<Answer<V>> {

    @Override
    public Mutex mutex() {
        return wanted.region.store.mutex(wanted.key);
    }

    @Override
    public Lookup<Answer<V>> look() {
        return wanted.classify(wanted.region.store.get(wanted.key, wanted.type));
    }

    @Override
    public Answer<V> create(Fence fence) throws Exception {
        Begun begun = Begun.now(wanted.region.freshness, wanted.context());
        return wanted.store(create(begun.context()), begun, fence);
    }

    @Override
    public Answer<V> recover(Throwable failure, Fence fence) throws Throwable {
        return wanted.recover(failure, fence);
    }

    @Override
    public Answer<V> createUnshared() throws Exception {
        try {
            return wanted.unshared(create(wanted.context()));
        } catch (Exception failure) {
            return wanted.recoverUnshared(failure);
        }
    }

    private V create(CreationContext context) throws Exception {
        try {
            return timed(wanted.region.events, wanted.key, () -> context.call(creator));
        } finally {
            context.end();
        }
    }

    @Override
    public boolean wrapsFailures() {
        return wanted.options.wrapsFailures();
    }

    static <T extends @Nullable Object> T timed(Events events, Object key, Callable<? extends T> creator)
            throws Exception {
        long started = System.nanoTime();
        T created;
        try {
            created = events.call(key, creator);
        } catch (Throwable error) {
            events.onCreationFailed(key, Duration.ofNanos(System.nanoTime() - started), error);
            throw error;
        }
        events.onCreated(key, Duration.ofNanos(System.nanoTime() - started));
        return created;
    }
}
