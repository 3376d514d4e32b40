package io.dogpile.region;

import io.dogpile.backend.BackendWrapper;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.KeyFence;
import io.dogpile.lock.RunningCreation;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A region that may or may not be configured yet, and that is put together when it is, or with its first use. */
final class DefaultCacheRegion implements CacheRegion {

    private final String name;
    private volatile @Nullable RegionConfig config;
    private volatile @Nullable ConfiguredRegion configured;

    DefaultCacheRegion(String name) {
        this.name = name;
    }

    ConfiguredRegion configured() {
        ConfiguredRegion region = configured;
        return region == null ? first() : region;
    }

    private synchronized ConfiguredRegion first() {
        ConfiguredRegion region = configured;
        if (region == null) {
            region = new ConfiguredRegion(name, config());
            configured = region;
        }
        return region;
    }

    private RegionConfig config() {
        RegionConfig current = config;
        if (current == null) {
            throw new RegionNotConfiguredException(name);
        }
        return current;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized CacheRegion configure(RegionConfig next) {
        if (isConfigured() && !next.replaceExistingBackend) {
            throw new RegionAlreadyConfiguredException(
                    name, actualBackend().getClass().getName());
        }
        ConfiguredRegion previous = configured;
        ConfiguredRegion successor = next.canWait() ? null : new ConfiguredRegion(name, next);
        config = next;
        configured = successor;
        if (previous != null) {
            previous.close();
        }
        tellListeners(next.listeners);
        return this;
    }

    private void tellListeners(List<RegionListener> listeners) {
        for (RegionListener listener : listeners) {
            try {
                listener.onConfigured(this);
            } catch (RuntimeException breach) {
                System.getLogger("io.dogpile.region")
                        .log(Level.WARNING, "Region '" + name + "': a listener failed", breach);
            }
        }
    }

    @Override
    public CacheRegion configureFromConfig(Map<String, ? extends @Nullable Object> values, String prefix) {
        return configure(ConfigMap.read(values, prefix));
    }

    @Override
    public boolean isConfigured() {
        return config != null;
    }

    @Override
    public boolean cachesNullValues() {
        return configured().isStorable(null);
    }

    @Override
    public boolean refreshesEarly(CallOptions options) {
        return configured().refreshesEarly(options);
    }

    @Override
    public CacheRegion wrap(BackendWrapper wrapper) {
        configured().store.wrap(wrapper);
        return this;
    }

    @Override
    public CacheBackend backend() {
        return configured().store.backend();
    }

    @Override
    public CacheBackend actualBackend() {
        return backend().actualBackend();
    }

    @Override
    @SuppressWarnings("unchecked") // a key's values have one type; see CacheRegion on types
    public <V> @Nullable V get(Object key, CallOptions options) {
        CachedValue<?> value = configured().find(key, options);
        return value == null ? null : (V) value.payload();
    }

    @Override
    public <K, V extends @Nullable Object> Map<K, V> getMulti(Collection<? extends K> keys, CallOptions options) {
        ConfiguredRegion region = configured();
        return keys.isEmpty() ? new LinkedHashMap<>() : region.getMulti(keys, options);
    }

    @Override
    @SuppressWarnings("unchecked") // a key's values have one type; see CacheRegion on types
    public <V extends @Nullable Object> @Nullable CachedValue<V> getValueMetadata(Object key, CallOptions options) {
        return (CachedValue<V>) configured().find(key, options);
    }

    @Override
    public <V extends @Nullable Object> V getOrCreate(Object key, Callable<? extends V> creator, CallOptions options) {
        return configured().getOrCreate(key, creator, options);
    }

    @Override
    public <K, V extends @Nullable Object> Map<K, V> getOrCreateMulti(
            Collection<? extends K> keys, MultiCreator<K, ? extends V> creator, CallOptions options) {
        ConfiguredRegion region = configured();
        return keys.isEmpty() ? new LinkedHashMap<>() : region.getOrCreateMulti(keys, creator, options);
    }

    @Override
    public <V extends @Nullable Object> CacheResult<V> getOrCreateWithMetadata(
            Object key, Callable<? extends V> creator, CallOptions options) {
        return configured().getOrCreateWithMetadata(key, creator, options);
    }

    @Override
    public <V extends @Nullable Object> CompletableFuture<CacheResult<V>> getOrCreateWithMetadataAsync(
            Object key, Supplier<? extends CompletionStage<? extends V>> creator, CallOptions options) {
        return configured().getOrCreateWithMetadataAsync(key, creator, options);
    }

    @Override
    public <V extends @Nullable Object> CompletableFuture<@Nullable CachedValue<V>> getValueMetadataAsync(
            Object key, CallOptions options) {
        return configured().findAsync(key, options);
    }

    @Override
    public <V extends @Nullable Object> CompletableFuture<V> getOrCreateAsync(
            Object key, Supplier<? extends CompletionStage<? extends V>> creator, CallOptions options) {
        return configured().getOrCreateAsync(key, creator, options);
    }

    @Override
    public <K, V extends @Nullable Object> CompletableFuture<Map<K, V>> getOrCreateMultiAsync(
            Collection<? extends K> keys, AsyncMultiCreator<K, ? extends V> creator, CallOptions options) {
        ConfiguredRegion region = configured();
        return keys.isEmpty()
                ? CompletableFuture.completedFuture(new LinkedHashMap<>())
                : region.getOrCreateMultiAsync(keys, creator, options);
    }

    @Override
    public void set(Object key, @Nullable Object value, CallOptions options) {
        configured().set(key, value, options);
    }

    @Override
    public void setMulti(Map<?, ? extends @Nullable Object> values) {
        configured().setMulti(values);
    }

    @Override
    public boolean delete(Object key) {
        return configured().delete(key);
    }

    @Override
    public CompletableFuture<@Nullable Void> setAsync(Object key, @Nullable Object value, CallOptions options) {
        ConfiguredRegion region = configured();
        return region.change(() -> {
            region.set(key, value, options);
            return null;
        });
    }

    @Override
    public CompletableFuture<Boolean> deleteAsync(Object key) {
        ConfiguredRegion region = configured();
        return region.change(() -> region.delete(key));
    }

    @Override
    public CompletableFuture<@Nullable Void> invalidateAsync(boolean hard) {
        ConfiguredRegion region = configured();
        return region.change(() -> {
            region.invalidate(hard);
            return null;
        });
    }

    @Override
    public void deleteMulti(Collection<?> keys) {
        configured().deleteMulti(keys);
    }

    @Override
    public KeyFence fence(Collection<?> keys) {
        return configured().fence(keys);
    }

    @Override
    public KeyWatch watch(Object key) {
        return configured().watch(key);
    }

    @Override
    public void invalidate(boolean hard) {
        configured().invalidate(hard);
    }

    @Override
    public boolean keyIsLocked(Object key) {
        return configured().keyIsLocked(key);
    }

    @Override
    public RegionStats stats() {
        return configured().events.counts.snapshot();
    }

    @Override
    public List<RunningCreation> runningCreations(int atMost) {
        return configured().lock.runningCreations(atMost);
    }

    @Override
    public int runningCreationCount() {
        return configured().lock.flightCount();
    }

    @Override
    public KeyHistory explain(Object key) {
        return configured().explain(key);
    }

    @Override
    public KeyState inspect(Object key) {
        return configured().inspect(key);
    }

    @Override
    public Map<String, Object> settings() {
        return config().settings();
    }

    FunctionKeyGenerator functionKeyGenerator() {
        return config().functionKeyGenerator;
    }

    @Override
    public void close() {
        ConfiguredRegion region = configured;
        if (region != null) {
            region.close();
        }
    }

    @Override
    public String toString() {
        return "CacheRegion[" + name + (isConfigured() ? "" : ", not configured") + "]";
    }
}
