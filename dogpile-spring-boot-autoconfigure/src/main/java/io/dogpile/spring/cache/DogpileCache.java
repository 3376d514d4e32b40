package io.dogpile.spring.cache;

import io.dogpile.backend.CachedValue;
import io.dogpile.lock.CreationException;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.CallOptions;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.cache.support.SimpleValueWrapper;

/**
 * A region as a {@link Cache}. Thread-safe.
 *
 * <p>{@link #get(Object, Callable)}, which {@code @Cacheable(sync = true)} uses, is the region's {@code getOrCreate}:
 * one caller loads, the others share its value or its failure, or get the stale value. A loader's failure is a {@link
 * org.springframework.cache.Cache.ValueRetrievalException}; what the cache itself has to say, such as {@link
 * io.dogpile.lock.CreationTimeoutException}, comes as it is. The other reading methods give fresh values only.
 */
public final class DogpileCache implements Cache {

    private static final Log LOG = LogFactory.getLog(DogpileCache.class);

    private final CacheRegion region;
    private final CallOptions calling;
    private final CallOptions loading;

    /**
     * Creates a cache of a region's name.
     *
     * @param region the region
     */
    public DogpileCache(CacheRegion region) {
        this(region, CallOptions.NONE);
    }

    private DogpileCache(CacheRegion region, CallOptions calling) {
        this.region = region;
        this.calling = calling;
        this.loading = calling.wrappingFailures();
    }

    /** The same cache for a caller with options of its own, such as a method whose values are of one type. */
    DogpileCache calling(CallOptions options) {
        return new DogpileCache(region, options);
    }

    @Override
    public String getName() {
        return region.name();
    }

    /**
     * The region behind this cache.
     *
     * @return the region
     */
    @Override
    public CacheRegion getNativeCache() {
        return region;
    }

    @Override
    public @Nullable ValueWrapper get(Object key) {
        CachedValue<?> value = region.getValueMetadata(own(key), calling);
        return value == null ? null : new SimpleValueWrapper(value.payload());
    }

    @Override
    public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
        return typed(key, region.get(own(key)), type);
    }

    <T> @Nullable T typed(Object key, @Nullable Object value, @Nullable Class<T> type) {
        if (value != null && type != null && !type.isInstance(value)) {
            throw new IllegalStateException("The value of key '" + key + "' in cache '" + getName() + "' is a "
                    + value.getClass().getName() + ", not a " + type.getName());
        }
        @SuppressWarnings("unchecked") // checked above; without a type, the caller vouches for it
        T typed = (T) value;
        return typed;
    }

    @Override
    public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
        try {
            return region.getOrCreate(own(key), valueLoader, loading);
        } catch (CreationException failure) {
            throw new ValueRetrievalException(key, valueLoader, failure.getCause());
        }
    }

    /**
     * The fresh value, if there is one. Never blocks.
     *
     * @param key the key
     * @return null if it is known at once that there is none, as in memory; else a future of a {@link
     *     org.springframework.cache.Cache.ValueWrapper}, or of null if there is none
     */
    @Override
    public @Nullable CompletableFuture<?> retrieve(Object key) {
        CompletableFuture<@Nullable CachedValue<Object>> found = region.getValueMetadataAsync(own(key), calling);
        if (found.isDone() && !found.isCompletedExceptionally() && found.join() == null) {
            return null;
        }
        return found.thenApply(value -> value == null ? null : new SimpleValueWrapper(value.payload()));
    }

    /**
     * The value, loaded if necessary, and then once: the region's {@code getOrCreateAsync}. Never blocks. The future is
     * the caller's own and fails with the loader's own exception.
     */
    @Override
    public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
        return region.getOrCreateAsync(own(key), valueLoader, calling);
    }

    /** On the thread of an event loop this does not wait for a backend that blocks; a failure is logged then. */
    @Override
    public void put(Object key, @Nullable Object value) {
        if (mustNotWait()) {
            logFailure("put", region.setAsync(own(key), value, calling));
        } else {
            region.set(own(key), value, calling);
        }
    }

    @Override
    public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
        requireCacheable(key, value);
        Insertion insertion = new Insertion(value);
        while (true) {
            try {
                Object current = region.getOrCreate(own(key), insertion, loading);
                return insertion.done ? null : new SimpleValueWrapper(current);
            } catch (CreationException othersFailure) {
                // somebody else's load was running, and left the key absent
            }
        }
    }

    boolean isCacheable(@Nullable Object value) {
        return value != null || region.cachesNullValues();
    }

    void requireCacheable(Object key, @Nullable Object value) {
        if (!isCacheable(value)) {
            throw new IllegalArgumentException("The value of key '" + key + "' is null, and cache '" + getName()
                    + "' does not cache nulls (cache-null-values is false)");
        }
    }

    /** On the thread of an event loop this does not wait for a backend that blocks; a failure is logged then. */
    @Override
    public void evict(Object key) {
        if (mustNotWait()) {
            logFailure("evict", region.deleteAsync(own(key)));
        } else {
            region.delete(own(key));
        }
    }

    @Override
    public boolean evictIfPresent(Object key) {
        return region.delete(own(key));
    }

    /**
     * Invalidates the region hard, in constant time. Loads that run meanwhile are not stored. On the thread of an event
     * loop this does not wait for a backend that blocks; a failure is logged then.
     */
    @Override
    public void clear() {
        if (mustNotWait()) {
            logFailure("clear", region.invalidateAsync(true));
        } else {
            region.invalidate(true);
        }
    }

    /**
     * Does what {@link #clear()} does, at once.
     *
     * @return false, because a region does not know whether it had entries
     */
    @Override
    public boolean invalidate() {
        region.invalidate(true);
        return false;
    }

    @Override
    public String toString() {
        return "DogpileCache[" + getName() + "]";
    }

    /** Also for regions that somebody configured without {@link SimpleKeys#conversion()}. */
    static Object own(CacheRegion region, Object key) {
        return key instanceof SimpleKey && region.backend().stringKeys() ? SimpleKeys.convert(key) : key;
    }

    /** How a value is loaded through a cache, which may be a decorator of somebody else's. */
    static CallOptions loading(Cache cache) {
        Cache target = cache instanceof TransactionalCache transactional ? transactional.target() : cache;
        return target instanceof DogpileCache region ? region.loading : CallOptions.NONE.wrappingFailures();
    }

    /** Whether a look into a cache without a way to load misses the chance to have a value made anew early. */
    static boolean refreshesEarly(Cache cache, CacheRegion region) {
        return region.refreshesEarly(loading(cache));
    }

    private boolean mustNotWait() {
        return region.backend().isBlocking() && EventLoops.isCurrent();
    }

    private void logFailure(String change, CompletableFuture<?> outcome) {
        outcome.exceptionally(failure -> {
            LOG.warn("Cache '" + getName() + "': " + change + " failed", failure);
            return null;
        });
    }

    private Object own(Object key) {
        return own(region, key);
    }
}
