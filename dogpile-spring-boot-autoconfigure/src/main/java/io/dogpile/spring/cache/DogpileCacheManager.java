package io.dogpile.spring.cache;

import io.dogpile.region.CacheRegion;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.SimpleCacheErrorHandler;

/**
 * Regions as the caches of Spring's cache abstraction, by the regions' names. Thread-safe. All names are known from
 * the start; others have no cache, unless the manager was told to create regions on demand.
 */
public final class DogpileCacheManager implements CacheManager, AutoCloseable {

    private final Map<String, TransactionalCache> caches = new ConcurrentHashMap<>();
    private final @Nullable Function<String, CacheRegion> onDemand;
    private final Errors errors = new Errors(() -> this.errorHandler.get());
    private volatile Supplier<CacheErrorHandler> errorHandler = SimpleCacheErrorHandler::new;
    private volatile boolean transactionAware;

    private DogpileCacheManager(@Nullable Function<String, CacheRegion> onDemand) {
        this.onDemand = onDemand;
    }

    /**
     * A manager of these regions. It does not close them.
     *
     * @param regions the regions
     * @return a new manager
     * @throws DuplicateRegionException if two regions have the same name
     */
    public static DogpileCacheManager of(Collection<? extends CacheRegion> regions) {
        DogpileCacheManager manager = new DogpileCacheManager(null);
        regions.forEach(manager::add);
        return manager;
    }

    /**
     * A manager that has no regions yet and creates one for every name that it is asked for. It closes them.
     *
     * @param creator makes the region of a name
     * @return a new manager
     */
    public static DogpileCacheManager onDemand(Function<String, CacheRegion> creator) {
        return new DogpileCacheManager(creator);
    }

    private void add(CacheRegion region) {
        TransactionalCache twin = caches.putIfAbsent(region.name(), cache(region));
        if (twin != null && twin.getNativeCache() != region) {
            throw new DuplicateRegionException(region.name());
        }
    }

    private TransactionalCache cache(CacheRegion region) {
        return new TransactionalCache(new DogpileCache(region), errors);
    }

    /**
     * Whether puts, evictions and clears wait for the commit of the transaction in which they are made. Transactions
     * are those that Spring manages for threads. Set it before caches are used.
     *
     * @param transactionAware true to wait; the default is false, as with Spring's own cache managers
     */
    public void setTransactionAware(boolean transactionAware) {
        this.transactionAware = transactionAware;
    }

    /** Whom to tell when a change fails that has waited for a commit. By default its failure is thrown there. */
    void handleErrorsBy(Supplier<CacheErrorHandler> handler) {
        errorHandler = handler;
    }

    /**
     * The cache of a name.
     *
     * @param name the name of a region
     * @return the cache; null if there is no such region and none is created on demand
     */
    @Override
    public @Nullable Cache getCache(String name) {
        TransactionalCache cache = caches.get(name);
        if (cache == null && onDemand != null) {
            cache = caches.computeIfAbsent(name, unknown -> cache(onDemand.apply(unknown)));
        }
        return cache == null || (transactionAware && Transactions.POSSIBLE) ? cache : cache.target();
    }

    /**
     * Whether there is a cache of every name.
     *
     * @return true if a region is created for each name that is asked for
     */
    public boolean isOnDemand() {
        return onDemand != null;
    }

    @Override
    public Collection<String> getCacheNames() {
        return Collections.unmodifiableSet(new TreeSet<>(caches.keySet()));
    }

    /** Clears all caches, at once. */
    @Override
    public void resetCaches() {
        caches.values().forEach(cache -> cache.target().clear());
    }

    /** Closes the regions that were created on demand. */
    @Override
    public void close() {
        if (onDemand != null) {
            caches.values().forEach(cache -> cache.getNativeCache().close());
        }
    }
}
