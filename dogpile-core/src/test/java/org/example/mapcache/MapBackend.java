package org.example.mapcache;

import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.LocalMutexes;
import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import java.lang.reflect.Type;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A backend as somebody else would write it: what has a default is left to the default. */
final class MapBackend implements CacheBackend {

    private final ConcurrentMap<Object, CachedValue<?>> entries = new ConcurrentHashMap<>();
    private final LocalMutexes mutexes = new LocalMutexes();

    @Override
    public CachedValue<?> get(Object key, Type type) {
        return entries.get(key);
    }

    @Override
    public boolean set(Object key, CachedValue<?> value, Held held) {
        return entries.merge(key, value, (present, next) -> next.mayReplace(present) ? next : present) == value;
    }

    @Override
    public boolean delete(Object key) {
        return entries.remove(key) != null;
    }

    @Override
    public Mutex mutex(Object key) {
        return mutexes.mutex(key);
    }
}
