package io.dogpile.backend;

import io.dogpile.backend.Mutex.Held;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Stores entries. Implementations must be thread-safe. A backend knows nothing of expiration times: whether an entry
 * is fresh is the reader's decision; a backend may drop entries when they are past the
 * {@linkplain BackendContext#retention() retention} that the region gave it.
 *
 * <p>Counterpart of dogpile.cache's {@code CacheBackend}. To have a backend found by name, offer a
 * {@link BackendFactory}. Every method may throw {@link BackendException} when the store can't be reached; regions
 * treat that as a miss. An entry that can't be read back is no exception: the backend answers that there is none and
 * tells {@link BackendListener#onUnreadable}. The abstract test {@code CacheBackendContract} in this library's test-jar
 * checks all that is written here.
 */
public interface CacheBackend extends AutoCloseable {

    /**
     * Whether keys reach this backend as text. Backends that keep bytes outside the heap's own objects need it;
     * a backend that compares keys by {@code equals} gets the caller's key objects.
     *
     * @return true if every key is to be a {@link String}; default false
     */
    default boolean stringKeys() {
        return false;
    }

    /**
     * The key mangler that suits this backend, used unless the region names one.
     *
     * @return a function from key to key, or null if keys need no mangling (the default)
     */
    default @Nullable UnaryOperator<String> keyMangler() {
        return null;
    }

    /**
     * Reads an entry.
     *
     * @param key the key
     * @param type what the reader wants the payload to be, {@code Object.class} if it does not say; for backends that
     *     make objects of bytes, others ignore it
     * @return the entry, or null if there is none
     */
    @Nullable
    CachedValue<?> get(Object key, Type type);

    /**
     * Reads an entry's metadata for people to look at, not for use: the payload of the answer may be anything. The default
     * is {@link #get}; a backend overrides it where that would make objects of bytes, report what can't be read, or make
     * the entry more likely to stay.
     *
     * @param key the key
     * @return the entry, or null if there is none
     */
    default @Nullable CachedValue<?> peek(Object key) {
        return get(key, Object.class);
    }

    /**
     * Reads several entries, in one round trip where the store can.
     *
     * @param keys the keys, without duplicates; the caller's, to be copied if they are kept
     * @param type what the reader wants the payloads to be, as for {@link #get}
     * @return the entries that exist, by key
     */
    default Map<Object, CachedValue<?>> getMulti(Collection<? extends Object> keys, Type type) {
        Map<Object, CachedValue<?>> found = new HashMap<>();
        for (Object key : keys) {
            CachedValue<?> value = get(key, type);
            if (value != null) {
                found.put(key, value);
            }
        }
        return found;
    }

    /**
     * Whether calls may make a thread wait, for a network or a disk. Where they don't, asynchronous callers use this
     * backend on their own threads.
     *
     * @return false if no call ever waits; default true
     */
    default boolean isBlocking() {
        return true;
    }

    /**
     * Reads an entry without making the caller wait. The default calls {@link #get} on the executor, or right away if
     * this backend is not {@linkplain #isBlocking() blocking}; a backend whose store answers later by itself overrides
     * it.
     *
     * @param key the key
     * @param type what the reader wants the payload to be, as for {@link #get}
     * @param executor where the caller may be made to wait and where the stage completes, so that no thread of a
     *     network library runs what depends on it
     * @return the entry, or null if there is none; fails as {@link #get} throws
     */
    default CompletionStage<@Nullable CachedValue<?>> getAsync(Object key, Type type, Executor executor) {
        return CompletableFuture.supplyAsync(() -> get(key, type), isBlocking() ? executor : Runnable::run);
    }

    /**
     * Reads several entries like {@link #getAsync}, by default with {@link #getMulti}.
     *
     * @param keys the keys, without duplicates; the caller's, to be copied if they are kept
     * @param type what the reader wants the payloads to be, as for {@link #get}
     * @param executor as for {@link #getAsync}
     * @return the entries that exist, by key; fails as {@link #getMulti} throws
     */
    default CompletionStage<Map<Object, CachedValue<?>>> getMultiAsync(
            Collection<? extends Object> keys, Type type, Executor executor) {
        return CompletableFuture.supplyAsync(() -> getMulti(keys, type), isBlocking() ? executor : Runnable::run);
    }

    /**
     * Writes an entry, whether or not there is one, unless the one that is there has newer data: a backend asks {@link
     * CachedValue#mayReplace}, or does as that does, in one step with the write, and for an entry whose {@link
     * CachedValue#dataVersion} is negative need not ask. An entry that was deleted, or that the backend may drop because
     * it is past its retention, is not there; one that is past its expiration time is.
     *
     * <p>This is the only way in which single entries are written: a proxy that overrides it sees them all.
     *
     * @param key the key
     * @param value the entry
     * @param held the lock under which the value was created, or null if the value was just set. Given a lock, a
     *     backend whose locks can be lost writes only while that lock is still held, and the key is not {@linkplain
     *     #fence fenced}; others may ignore it. A backend may give the lock back in the same step, of which {@link
     *     Held#release} then tells: nobody writes twice under one lock
     * @return true if it was written; false if the lock had been lost, the key is fenced, or the entry that is there
     *     has newer data. Which of them it was the region finds out by reading; without a lock it can only be the last
     */
    boolean set(Object key, CachedValue<?> value, @Nullable Held held);

    /**
     * Writes several entries like {@link #set}, in one round trip where the store can. This is the only way in which
     * batches are written.
     *
     * @param values the entries by key
     * @param held the locks under which values were created, by key, as for {@link #set}; other keys were just set
     * @return the keys that were not written because their locks had been lost, they are fenced, or what is there has
     *     newer data
     */
    default Set<Object> setMulti(Map<Object, ? extends CachedValue<?>> values, Map<Object, Held> held) {
        Set<Object> refused = new LinkedHashSet<>();
        values.forEach((key, value) -> {
            if (!set(key, value, held.get(key))) {
                refused.add(key);
            }
        });
        return refused;
    }

    /**
     * Removes an entry. Removing one that does not exist is no error.
     *
     * @param key the key
     * @return true if an entry is known to have been removed
     */
    boolean delete(Object key);

    /**
     * Removes several entries, in one round trip where the store can.
     *
     * @param keys the keys
     */
    default void deleteMulti(Collection<? extends Object> keys) {
        keys.forEach(this::delete);
    }

    /**
     * The lock for creating a key's value, with the scope of this backend's entries.
     *
     * @param key the key
     * @return the mutex, or {@link Mutex#NONE} if this backend elects no creator
     */
    Mutex mutex(Object key);

    /**
     * Tries to take the locks of several keys without waiting, in one round trip where the store can.
     *
     * @param keys the keys; locks are taken in this order
     * @return the handles of those that were free, by key
     * @throws InterruptedException if the thread was interrupted
     */
    default Map<Object, Held> tryAcquireMulti(Collection<? extends Object> keys) throws InterruptedException {
        Map<Object, Held> held = new LinkedHashMap<>();
        boolean complete = false;
        try {
            for (Object key : keys) {
                mutex(key).tryAcquire(Duration.ZERO).ifPresent(handle -> held.put(key, handle));
            }
            complete = true;
            return held;
        } finally {
            if (!complete) {
                held.values().forEach(Held::release);
            }
        }
    }

    /**
     * Keeps values that are created for some keys from being stored through any instance of this backend, until the
     * answer is closed. It is for processes that this one shares entries with: within the region it is seen to already.
     * If this process dies, the fence must go by itself after a while.
     *
     * @param keys the keys
     * @return ends it; the default does nothing, which is right where entries stay in this JVM
     */
    default KeyFence fence(Collection<? extends Object> keys) {
        return KeyFence.NONE;
    }

    /**
     * Begins to make a value that is to be written, with {@link #set} and what this answers, only if by then no
     * instance of this backend has set or deleted the key, and it is not {@linkplain #fence fenced}. It takes no lock,
     * and need not be released. As with fences, the region's own changes are seen to already.
     *
     * @param key the key
     * @return a handle for {@link #set}; the default is always good, which is right where entries stay in this JVM
     */
    default Held watch(Object key) {
        return () -> true;
    }

    /**
     * The clock by which this backend's entries are dated. Processes that share entries need one clock.
     *
     * @param local the region's own clock
     * @return the clock to date and judge entries by; the default is the region's own
     */
    default InstantSource clock(InstantSource local) {
        return local;
    }

    /**
     * Where invalidations of the whole region are remembered, with the scope of this backend's entries.
     *
     * @return the strategy, or null if remembering them in this JVM is right (the default)
     */
    default @Nullable RegionInvalidationStrategy invalidationStrategy() {
        return null;
    }

    /**
     * What keeps the store from answering at present. Reports what earlier calls and probes found, and asks nobody, so
     * it is quick.
     *
     * @return the reason for people to read; null (the default) while the store answers, as far as is known
     */
    default @Nullable String outage() {
        return null;
    }

    /**
     * How many entries there are, roughly, with those that are past their expiration.
     *
     * @return the number; empty (the default) if it can't be told without asking a store
     */
    default OptionalLong estimatedSize() {
        return OptionalLong.empty();
    }

    /**
     * How many entries this backend has dropped to keep within its bounds.
     *
     * @return the number; empty (the default) if it is not known here
     */
    default OptionalLong evictionCount() {
        return OptionalLong.empty();
    }

    /**
     * The backend that stores, beneath all {@linkplain ProxyBackend proxies}.
     *
     * @return this backend, unless it is a proxy
     */
    default CacheBackend actualBackend() {
        return this;
    }

    /** Frees what the backend opened itself. A connection that it was handed stays open. The default does nothing. */
    @Override
    default void close() {}
}
