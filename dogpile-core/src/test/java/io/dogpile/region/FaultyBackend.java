package io.dogpile.region;

import io.dogpile.backend.BackendException;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.ProxyBackend;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Fails at the operations that it is told to fail at. */
final class FaultyBackend extends ProxyBackend {

    enum Operation {
        READ,
        WRITE,
        MUTEX,
        LOCK,
        HOLDER,
        RELEASE
    }

    final Set<Operation> failing = ConcurrentHashMap.newKeySet();

    FaultyBackend(CacheBackend proxied) {
        super(proxied);
    }

    private void attempt(Operation operation) {
        if (failing.contains(operation)) {
            throw new BackendException(operation + " failed", null);
        }
    }

    @Override
    public CachedValue<?> get(Object key, Type type) {
        attempt(Operation.READ);
        return super.get(key, type);
    }

    @Override
    public Map<Object, CachedValue<?>> getMulti(Collection<?> keys, Type type) {
        attempt(Operation.READ);
        return super.getMulti(keys, type);
    }

    @Override
    public boolean set(Object key, CachedValue<?> value, Held held) {
        attempt(Operation.WRITE);
        return super.set(key, value, held);
    }

    @Override
    public Set<Object> setMulti(Map<Object, ? extends CachedValue<?>> values, Map<Object, Held> held) {
        attempt(Operation.WRITE);
        return super.setMulti(values, held);
    }

    @Override
    public boolean delete(Object key) {
        attempt(Operation.WRITE);
        return super.delete(key);
    }

    @Override
    public void deleteMulti(Collection<?> keys) {
        attempt(Operation.WRITE);
        super.deleteMulti(keys);
    }

    @Override
    public Map<Object, Held> tryAcquireMulti(Collection<?> keys) throws InterruptedException {
        attempt(Operation.LOCK);
        return super.tryAcquireMulti(keys);
    }

    @Override
    public Mutex mutex(Object key) {
        attempt(Operation.MUTEX);
        Mutex mutex = super.mutex(key);
        return new Mutex() {
            @Override
            public Optional<Held> tryAcquire(Duration limit) throws InterruptedException {
                attempt(Operation.LOCK);
                return mutex.tryAcquire(limit).map(held -> () -> {
                    boolean ours = held.release();
                    attempt(Operation.RELEASE);
                    return ours;
                });
            }

            @Override
            public boolean isLocked() {
                return mutex.isLocked();
            }

            @Override
            public String holder() {
                attempt(Operation.HOLDER);
                return mutex.holder();
            }
        };
    }
}
