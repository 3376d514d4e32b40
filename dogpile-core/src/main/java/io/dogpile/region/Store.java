package io.dogpile.region;

import io.dogpile.backend.BackendWrapper;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The backend as creations see it: when it fails, nothing is found, every lock is free, nothing is stored, and
 * somebody hears of it (P7).
 */
final class Store {

    /** Stands in for a lock that the backend could not give; within this JVM the flight still excludes others. */
    private static final Held WITHOUT_LOCK = () -> true;

    private volatile CacheBackend backend;
    private final Events events;

    Store(CacheBackend backend, Events events) {
        this.backend = backend;
        this.events = events;
    }

    CacheBackend backend() {
        return backend;
    }

    synchronized void wrap(BackendWrapper wrapper) {
        backend = wrapper.wrap(backend);
    }

    @Nullable
    CachedValue<?> get(Object key, Type type) {
        try {
            CachedValue<?> value = backend.get(key, type);
            events.onBackendAnswered();
            return value;
        } catch (RuntimeException error) {
            events.onBackendError("get", error);
            return null;
        }
    }

    Map<Object, CachedValue<?>> getMulti(Collection<Object> keys, Type type) {
        try {
            Map<Object, CachedValue<?>> values = backend.getMulti(keys, type);
            events.onBackendAnswered();
            return values;
        } catch (RuntimeException error) {
            events.onBackendError("getMulti", error);
            return Map.of();
        }
    }

    /** False only if the backend refused because the lock was lost; a failure is reported as such. */
    boolean store(Object key, CachedValue<?> value, Held held) {
        try {
            return held == WITHOUT_LOCK || backend.set(key, value, held);
        } catch (RuntimeException error) {
            events.onBackendError("set", error);
            return true;
        }
    }

    void storeMulti(Map<Object, CachedValue<?>> values, Map<Object, Held> held) {
        Map<Object, CachedValue<?>> locked = new LinkedHashMap<>(values);
        locked.keySet().removeIf(key -> held.get(key) == WITHOUT_LOCK);
        try {
            backend.setMulti(locked, held);
        } catch (RuntimeException error) {
            events.onBackendError("setMulti", error);
        }
    }

    Mutex mutex(Object key) {
        Mutex mutex = backend.mutex(key);
        return mutex == Mutex.NONE ? mutex : new ForgivingMutex(mutex);
    }

    Map<Object, Held> tryAcquireMulti(Collection<Object> keys) throws InterruptedException {
        try {
            return backend.tryAcquireMulti(keys);
        } catch (RuntimeException error) {
            events.onBackendError("lockMulti", error);
            Map<Object, Held> free = new LinkedHashMap<>();
            keys.forEach(key -> free.put(key, WITHOUT_LOCK));
            return free;
        }
    }

    private final class ForgivingMutex implements Mutex {

        private final Mutex mutex;

        ForgivingMutex(Mutex mutex) {
            this.mutex = mutex;
        }

        @Override
        public Optional<Held> tryAcquire(Duration limit) throws InterruptedException {
            try {
                return mutex.tryAcquire(limit);
            } catch (RuntimeException error) {
                events.onBackendError("lock", error);
                return Optional.of(WITHOUT_LOCK);
            }
        }

        @Override
        public boolean isLocked() {
            return mutex.isLocked();
        }

        @Override
        public String holder() {
            return mutex.holder();
        }
    }
}
