package io.dogpile.spring.cache;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.CallOptions;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;

/**
 * A region as a cache whose changes wait for the commit of the transaction in which they are made, if there is one. The
 * transaction itself sees them at once. Thread-safe.
 *
 * <p>Spring's {@code TransactionAwareCacheDecorator} waits, too, but goes on answering what it is about to evict, and
 * lets others store what they read before the commit.
 */
final class TransactionalCache implements Cache {

    private final DogpileCache target;
    private final Errors errors;

    TransactionalCache(DogpileCache target, Errors errors) {
        this.target = target;
        this.errors = errors;
    }

    DogpileCache target() {
        return target;
    }

    /** The same cache for a caller with options of its own. */
    TransactionalCache calling(CallOptions options) {
        return new TransactionalCache(target.calling(options), errors);
    }

    /** Whether a key's value, if it is loaded now, may not be shared. */
    boolean defers(Object key) {
        return CacheTransaction.isReadWrite() || deciding(key) != null;
    }

    /** The changes of the current transaction, if they say what it is to see for a key. */
    private @Nullable PendingChanges deciding(Object key) {
        PendingChanges changes = CacheTransaction.find(target);
        return changes != null && changes.decide(key) ? changes : null;
    }

    private PendingChanges changes() {
        return CacheTransaction.of(target, errors);
    }

    @Override
    public String getName() {
        return target.getName();
    }

    @Override
    public CacheRegion getNativeCache() {
        return target.getNativeCache();
    }

    @Override
    public @Nullable ValueWrapper get(Object key) {
        PendingChanges changes = deciding(key);
        if (changes != null) {
            return changes.find(key);
        }
        ValueWrapper found = target.get(key);
        if (found == null && CacheTransaction.isReadWrite()) {
            changes().watch(key);
        }
        return found;
    }

    @Override
    public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
        ValueWrapper found = get(key);
        return found == null ? null : target.typed(key, found.get(), type);
    }

    @Override
    public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
        if (!defers(key)) {
            return target.get(key, valueLoader);
        }
        ValueWrapper found = get(key);
        if (found != null) {
            @SuppressWarnings("unchecked") // the caller vouches for it
            T value = (T) found.get();
            return value;
        }
        T loaded;
        try {
            loaded = valueLoader.call();
        } catch (Exception failure) {
            throw new ValueRetrievalException(key, valueLoader, failure);
        }
        if (target.isCacheable(loaded)) {
            changes().put(key, loaded);
        }
        return loaded;
    }

    @Override
    public @Nullable CompletableFuture<?> retrieve(Object key) {
        PendingChanges changes = deciding(key);
        if (changes == null) {
            return target.retrieve(key);
        }
        ValueWrapper found = changes.find(key);
        return found == null ? null : CompletableFuture.completedFuture(found);
    }

    /** A future that is not done when it comes does not belong to the transaction, which may be over by then. */
    @Override
    public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
        if (!defers(key)) {
            return target.retrieve(key, valueLoader);
        }
        ValueWrapper found = get(key);
        if (found != null) {
            @SuppressWarnings("unchecked") // the caller vouches for it
            T value = (T) found.get();
            return CompletableFuture.completedFuture(value);
        }
        CompletableFuture<T> loading = valueLoader.get();
        if (loading.isDone() && !loading.isCompletedExceptionally() && target.isCacheable(loading.join())) {
            changes().put(key, loading.join());
        }
        return loading;
    }

    @Override
    public void put(Object key, @Nullable Object value) {
        if (CacheTransaction.isActive()) {
            changes().put(key, value);
        } else {
            target.put(key, value);
        }
    }

    /** In a transaction, what it finds missing is put after the commit, whatever others have put by then. */
    @Override
    public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
        if (!CacheTransaction.isActive()) {
            return target.putIfAbsent(key, value);
        }
        ValueWrapper found = get(key);
        if (found == null) {
            changes().put(key, value);
        }
        return found;
    }

    @Override
    public void evict(Object key) {
        if (CacheTransaction.isActive()) {
            changes().evict(key);
        } else {
            target.evict(key);
        }
    }

    /** Evicts at once, and after the commit again, because what is read before may be put by others. */
    @Override
    public boolean evictIfPresent(Object key) {
        PendingChanges changes = deciding(key);
        boolean visible = changes == null || changes.find(key) != null;
        if (CacheTransaction.isActive()) {
            changes().evict(key);
        }
        boolean removed = target.evictIfPresent(key);
        return changes == null ? removed : visible;
    }

    @Override
    public void clear() {
        if (CacheTransaction.isActive()) {
            changes().clear();
        } else {
            target.clear();
        }
    }

    /** Invalidates at once, and after the commit again. */
    @Override
    public boolean invalidate() {
        if (CacheTransaction.isActive()) {
            changes().clear();
        }
        return target.invalidate();
    }

    @Override
    public String toString() {
        return "TransactionalCache[" + getName() + "]";
    }
}
