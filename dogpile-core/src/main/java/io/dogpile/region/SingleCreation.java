package io.dogpile.region;

import io.dogpile.backend.CachedValue;
import io.dogpile.backend.Mutex;
import io.dogpile.lock.Creation;
import io.dogpile.lock.Fence;
import io.dogpile.lock.Lookup;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** One caller's wish for one key. */
final class SingleCreation<V extends @Nullable Object> implements Creation<V> {

    private final ConfiguredRegion region;
    private final Object callersKey;
    private final Object key;
    private final Callable<? extends V> creator;
    private final CallOptions options;
    private final long expiration;
    private final Type type;

    SingleCreation(
            ConfiguredRegion region,
            Object callersKey,
            Object key,
            Callable<? extends V> creator,
            CallOptions options,
            long expiration,
            Type type) {
        this.region = region;
        this.callersKey = callersKey;
        this.key = key;
        this.creator = creator;
        this.options = options;
        this.expiration = expiration;
        this.type = type;
    }

    @Override
    public Mutex mutex() {
        return region.store.mutex(key);
    }

    @Override
    @SuppressWarnings("unchecked") // a key's values have one type; see CacheRegion on types
    public Lookup<V> look() {
        return region.freshness.classify(
                (CachedValue<V>) region.store.get(key, type), expiration, options.serveStaleMicros());
    }

    @Override
    public V create(Fence fence) throws Exception {
        Begun begun = Begun.now(region.freshness, context());
        V value = create(begun.context());
        store(region, key, value, options, begun, fence);
        return value;
    }

    /** Stores what was created, unless something newer has come. */
    static <T extends @Nullable Object> void store(
            ConfiguredRegion region, Object key, T value, CallOptions options, Begun begun, Fence fence) {
        CreationContext context = begun.context();
        if (context.isToBeStored(context.key()) && region.isStorable(value) && options.shouldCache(value)) {
            // stamped before the cut-off is read: an invalidation that comes even later catches the stamp
            CachedValue<T> entry = context.live(context.key(), entry(value, begun.started(), region.freshness.stamp()));
            boolean stored = region.freshness.newestCutoff() == begun.cutoff()
                    && fence.commit(held -> region.store.store(key, entry, held));
            if (!stored) {
                region.events.onSuperseded(key);
            }
        }
    }

    @Override
    public V createUnshared() throws Exception {
        return create(context());
    }

    private CreationContext context() {
        return CreationContext.ofOne(region.name, callersKey, options);
    }

    private V create(CreationContext context) throws Exception {
        try {
            return timed(region.events, key, () -> context.call(creator));
        } finally {
            context.end();
        }
    }

    @Override
    public boolean wrapsFailures() {
        return options.wrapsFailures();
    }

    static <T extends @Nullable Object> CachedValue<T> entry(T value, long started, long ended) {
        return CachedValue.of(value, ended).taking(ended - started);
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
