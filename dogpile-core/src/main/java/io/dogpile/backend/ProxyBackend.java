package io.dogpile.backend;

import io.dogpile.backend.Mutex.Held;
import java.lang.reflect.Type;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Decorates a backend: override what should behave differently and call {@code super} for the rest. Counterpart of
 * dogpile.cache's {@code ProxyBackend}. As thread-safe as the subclass makes it.
 *
 * <p>Asynchronous reads come to {@link #get} and {@link #getMulti}, on a thread that may wait if the backend does; so a
 * proxy that overrides these sees every read. One that waits itself in front of a backend that does not overrides
 * {@link #isBlocking}; one that can pass an asynchronous read on as it is overrides {@link #getAsync}.
 *
 * <p>To be usable by class name in configuration, a subclass needs a public constructor with one
 * {@link CacheBackend} parameter.
 */
public abstract class ProxyBackend implements CacheBackend {

    private final CacheBackend proxied;

    /**
     * Wraps a backend.
     *
     * @param proxied the backend to which calls go on
     */
    protected ProxyBackend(CacheBackend proxied) {
        this.proxied = proxied;
    }

    /**
     * The backend to which calls go on, which may be a proxy itself.
     *
     * @return the next backend
     */
    protected final CacheBackend proxied() {
        return proxied;
    }

    @Override
    public boolean stringKeys() {
        return proxied.stringKeys();
    }

    @Override
    public @Nullable UnaryOperator<String> keyMangler() {
        return proxied.keyMangler();
    }

    @Override
    public boolean isBlocking() {
        return proxied.isBlocking();
    }

    @Override
    public @Nullable CachedValue<?> get(Object key, Type type) {
        return proxied.get(key, type);
    }

    @Override
    public @Nullable CachedValue<?> peek(Object key) {
        return proxied.peek(key);
    }

    @Override
    public Map<Object, CachedValue<?>> getMulti(Collection<? extends Object> keys, Type type) {
        return proxied.getMulti(keys, type);
    }

    @Override
    public boolean set(Object key, CachedValue<?> value, @Nullable Held held) {
        return proxied.set(key, value, held);
    }

    @Override
    public Set<Object> setMulti(Map<Object, ? extends CachedValue<?>> values, Map<Object, Held> held) {
        return proxied.setMulti(values, held);
    }

    @Override
    public boolean delete(Object key) {
        return proxied.delete(key);
    }

    @Override
    public void deleteMulti(Collection<? extends Object> keys) {
        proxied.deleteMulti(keys);
    }

    @Override
    public Mutex mutex(Object key) {
        return proxied.mutex(key);
    }

    @Override
    public Map<Object, Held> tryAcquireMulti(Collection<? extends Object> keys) throws InterruptedException {
        return proxied.tryAcquireMulti(keys);
    }

    @Override
    public KeyFence fence(Collection<? extends Object> keys) {
        return proxied.fence(keys);
    }

    @Override
    public Held watch(Object key) {
        return proxied.watch(key);
    }

    @Override
    public InstantSource clock(InstantSource local) {
        return proxied.clock(local);
    }

    @Override
    public @Nullable RegionInvalidationStrategy invalidationStrategy() {
        return proxied.invalidationStrategy();
    }

    @Override
    public @Nullable String outage() {
        return proxied.outage();
    }

    @Override
    public OptionalLong estimatedSize() {
        return proxied.estimatedSize();
    }

    @Override
    public OptionalLong evictionCount() {
        return proxied.evictionCount();
    }

    @Override
    public CacheBackend actualBackend() {
        return proxied.actualBackend();
    }

    @Override
    public void close() {
        proxied.close();
    }
}
