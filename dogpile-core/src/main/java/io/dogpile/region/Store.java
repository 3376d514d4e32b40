package io.dogpile.region;

import io.dogpile.backend.BackendWrapper;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.KeyFence;
import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.RegionInvalidationStrategy;
import io.dogpile.backend.Stages;
import io.dogpile.region.KeyEvent.Change;
import io.dogpile.region.KeyEvent.Creation.Ending;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The backend as a region uses it. When it fails under a creation, nothing but copies is found, every lock is free,
 * nothing is stored, and somebody hears of it (P7); changes on request fail with it. What is written is ordered by the
 * version of its data, as far as entries have not been invalidated.
 */
final class Store {

    /** Stands in for a lock that the backend could not give; within this JVM the flight still excludes others. */
    static final Held WITHOUT_LOCK = () -> true;

    /** Stands in for a mutex that the backend could not give. */
    private static final Mutex WITHOUT_MUTEX = new Mutex() {

        @Override
        public Optional<Held> tryAcquire(Duration limit) {
            return Optional.of(WITHOUT_LOCK);
        }

        @Override
        public CompletableFuture<Optional<Held>> tryAcquireAsync(Duration limit, Executor executor) {
            return CompletableFuture.completedFuture(tryAcquire(limit));
        }

        @Override
        public boolean isLocked() {
            return false;
        }

        @Override
        public String holder() {
            return "nobody";
        }
    };

    /** The kinds of requests, each of which can fail while the others work. */
    enum Access {
        READ,
        LOCK,
        STORE
    }

    private volatile CacheBackend backend;
    private final Events events;
    private final OutageCopies copies;
    private final RegionInvalidationStrategy invalidation;

    Store(CacheBackend backend, Events events, OutageCopies copies, RegionInvalidationStrategy invalidation) {
        this.backend = backend;
        this.events = events;
        this.copies = copies;
        this.invalidation = invalidation;
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
            events.onBackendAnswered(Access.READ);
            copies.seen(key, value);
            return value;
        } catch (RuntimeException error) {
            events.onBackendError(Access.READ, "get", error);
            return copies.get(key);
        }
    }

    Map<Object, CachedValue<?>> getMulti(Collection<Object> keys, Type type) {
        try {
            Map<Object, CachedValue<?>> values = backend.getMulti(keys, type);
            events.onBackendAnswered(Access.READ);
            copies.seen(keys, values);
            return values;
        } catch (RuntimeException error) {
            events.onBackendError(Access.READ, "getMulti", error);
            return copies.getAll(keys);
        }
    }

    CompletableFuture<@Nullable CachedValue<?>> getAsync(Object key, Type type, Executor executor) {
        return Stages.call(() -> backend.getAsync(key, type, executor)).handle((value, failure) -> {
            if (failure != null) {
                events.onBackendError(Access.READ, "get", failureOf(failure));
                return copies.get(key);
            }
            events.onBackendAnswered(Access.READ);
            copies.seen(key, value);
            return value;
        });
    }

    CompletableFuture<Map<Object, CachedValue<?>>> getMultiAsync(
            Collection<Object> keys, Type type, Executor executor) {
        return Stages.call(() -> backend.getMultiAsync(keys, type, executor)).handle((values, failure) -> {
            if (failure != null) {
                events.onBackendError(Access.READ, "getMulti", failureOf(failure));
                return copies.getAll(keys);
            }
            events.onBackendAnswered(Access.READ);
            copies.seen(keys, values);
            return values;
        });
    }

    /** An error of the JVM's is nothing to be forgiven. */
    static Throwable failureOf(Throwable failure) {
        if (Stages.unwrap(failure) instanceof Error serious) {
            throw serious;
        }
        return Stages.unwrap(failure);
    }

    /** False only if it was refused, because the lock was lost or the data outdated; a failure is reported as such. */
    boolean store(Object key, CachedValue<?> value, Held held) {
        if (held == WITHOUT_LOCK) {
            events.onEnding(key, Ending.WITHOUT_BACKEND);
            return copies.seen(key, value);
        }
        try {
            boolean stored = backend.set(key, inOrder(value), held);
            told(key, value, stored);
            events.onBackendAnswered(Access.STORE);
            events.counts.puts.add(stored ? 1 : 0);
            copies.seen(key, stored ? value : null);
            return stored;
        } catch (RuntimeException error) {
            events.onBackendError(Access.STORE, "set", error);
            events.onEnding(key, Ending.WITHOUT_BACKEND);
            return copies.seen(key, value);
        }
    }

    /** Answers the keys that were refused, because their locks were lost or the data outdated, as {@link #store}. */
    Set<Object> storeMulti(Map<Object, CachedValue<?>> values, Map<Object, Held> held) {
        Set<Object> newerCopies = new LinkedHashSet<>();
        Map<Object, CachedValue<?>> locked = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (!copies.seen(key, value)) {
                newerCopies.add(key);
            }
            if (held.get(key) == WITHOUT_LOCK) {
                events.onEnding(key, Ending.WITHOUT_BACKEND);
            } else {
                locked.put(key, inOrder(value));
            }
        });
        if (locked.isEmpty()) {
            return newerCopies;
        }
        try {
            Set<Object> refused = new LinkedHashSet<>(backend.setMulti(locked, held));
            events.onBackendAnswered(Access.STORE);
            events.counts.puts.add(locked.size() - refused.size());
            copies.forget(refused);
            locked.forEach((key, value) -> told(key, value, !refused.contains(key)));
            newerCopies.removeAll(locked.keySet());
            refused.addAll(newerCopies);
            return refused;
        } catch (RuntimeException error) {
            events.onBackendError(Access.STORE, "setMulti", error);
            locked.keySet().forEach(key -> events.onEnding(key, Ending.WITHOUT_BACKEND));
            return newerCopies;
        }
    }

    /** Silently does nothing, but counts, where there is newer data. */
    void set(Object key, CachedValue<?> value) {
        copies.forgetUnlessNewer(key, inOrder(value));
        wasSet(key, value, backend.set(key, inOrder(value), null));
    }

    void setMulti(Map<Object, CachedValue<?>> values) {
        Map<Object, CachedValue<?>> ordered = new LinkedHashMap<>(values);
        ordered.replaceAll((key, value) -> inOrder(value));
        ordered.forEach(copies::forgetUnlessNewer);
        Set<Object> refused = backend.setMulti(ordered, Map.of());
        ordered.forEach((key, value) -> wasSet(key, value, !refused.contains(key)));
    }

    private void wasSet(Object key, CachedValue<?> value, boolean written) {
        if (written) {
            events.counts.puts.increment();
            events.onChange(key, Change.SET);
            copies.seen(key, value);
        } else {
            events.onOutdated(key);
        }
    }

    /** What was refused and has a version may be outdated, which is found out later. */
    private void told(Object key, CachedValue<?> value, boolean stored) {
        if (stored || value.dataVersion() < 0) {
            events.onEnding(key, stored ? Ending.STORED : Ending.REFUSED);
        }
    }

    private CachedValue<?> inOrder(CachedValue<?> value) {
        return value.replacingUntil(invalidation.hardCutoff());
    }

    boolean delete(Object key) {
        copies.forget(List.of(key));
        boolean deleted = backend.delete(key);
        events.onChange(key, Change.DELETED);
        return deleted;
    }

    void deleteMulti(Collection<?> keys) {
        copies.forget(keys);
        backend.deleteMulti(keys);
        events.onChange(keys, Change.DELETED);
    }

    Mutex mutex(Object key) {
        try {
            Mutex mutex = backend.mutex(key);
            return mutex == Mutex.NONE ? mutex : explaining(key, new ForgivingMutex(mutex, events));
        } catch (RuntimeException error) {
            events.onBackendError(Access.LOCK, "lock", error);
            return WITHOUT_MUTEX;
        }
    }

    private Mutex explaining(Object key, Mutex mutex) {
        return events.histories == null ? mutex : new ExplainingMutex(mutex, key, events.histories);
    }

    Map<Object, Held> tryAcquireMulti(Collection<Object> keys) throws InterruptedException {
        try {
            Map<Object, Held> held = backend.tryAcquireMulti(keys);
            events.onBackendAnswered(Access.LOCK);
            return held;
        } catch (RuntimeException error) {
            events.onBackendError(Access.LOCK, "lockMulti", error);
            Map<Object, Held> free = new LinkedHashMap<>();
            keys.forEach(key -> free.put(key, WITHOUT_LOCK));
            return free;
        }
    }

    /** Without the backend the fence stands in this JVM only. */
    KeyFence fence(Collection<?> keys) {
        KeyFence fence;
        try {
            fence = backend.fence(keys);
        } catch (RuntimeException error) {
            events.onBackendError(Access.LOCK, "fence", error);
            return KeyFence.NONE;
        }
        return () -> {
            try {
                fence.close();
            } catch (RuntimeException breach) {
                events.onBackendError(Access.LOCK, "fence", breach);
            }
        };
    }

    /** Without the backend's watch nothing is stored, as without its lock. */
    Held watch(Object key) {
        try {
            return backend.watch(key);
        } catch (RuntimeException error) {
            events.onBackendError(Access.LOCK, "watch", error);
            return WITHOUT_LOCK;
        }
    }
}
