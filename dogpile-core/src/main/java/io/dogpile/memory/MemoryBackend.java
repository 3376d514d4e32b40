package io.dogpile.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.dogpile.backend.BackendContext;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.LocalMutexes;
import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Entries by reference, bounded in number, dropped when they are of no more use. Caffeine's expiry is told the time of
 * the last write only: it is mere garbage collection here, memory grows by writes alone, and a hit need not pay for a
 * second look at the clock.
 */
final class MemoryBackend implements CacheBackend {

    static final long DEFAULT_MAXIMUM_SIZE = 10_000;

    private final Cache<Object, CachedValue<?>> entries;
    private final LocalMutexes mutexes = new LocalMutexes();
    private final InstantSource clock;
    private volatile long lastWriteMillis;

    MemoryBackend(BackendContext context) {
        clock = context.clock();
        lastWriteMillis = clock.millis();
        Caffeine<Object, Object> caffeine =
                Caffeine.newBuilder().maximumSize(context.arguments().getLong("maximum-size", DEFAULT_MAXIMUM_SIZE, 1));
        Duration retention = context.retention();
        if (retention != null) {
            caffeine.expireAfterWrite(retention).ticker(() -> TimeUnit.MILLISECONDS.toNanos(lastWriteMillis));
        }
        entries = caffeine.build();
    }

    @Override
    public @Nullable CachedValue<?> get(Object key, Type type) {
        return entries.getIfPresent(key);
    }

    @Override
    public Map<Object, CachedValue<?>> getMulti(Collection<?> keys, Type type) {
        return entries.getAllPresent(keys);
    }

    @Override
    public boolean set(Object key, CachedValue<?> value, @Nullable Held held) {
        lastWriteMillis = clock.millis();
        entries.put(key, value);
        return true;
    }

    @Override
    public void setMulti(Map<Object, ? extends CachedValue<?>> values, Map<Object, Held> held) {
        lastWriteMillis = clock.millis();
        entries.putAll(values);
    }

    @Override
    public boolean delete(Object key) {
        return entries.asMap().remove(key) != null;
    }

    @Override
    public void deleteMulti(Collection<?> keys) {
        entries.invalidateAll(keys);
    }

    @Override
    public Mutex mutex(Object key) {
        return mutexes.mutex(key);
    }

    @Override
    public void close() {
        entries.invalidateAll();
    }
}
