package io.dogpile.backend;

import io.dogpile.backend.Mutex.Held;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@code dogpile.cache.null}: a backend that keeps nothing, so that caching can be turned off by configuration.
 * It elects no creator either; every caller creates for itself, as if there were no cache.
 */
public final class NullBackendFactory implements BackendFactory {

    /** For {@link java.util.ServiceLoader}. */
    public NullBackendFactory() {}

    @Override
    public String name() {
        return "dogpile.cache.null";
    }

    @Override
    public CacheBackend create(BackendContext context) {
        context.arguments().acceptAll(); // so that a region can be switched off by changing one line
        return new NullBackend();
    }

    private static final class NullBackend implements CacheBackend {

        @Override
        public boolean isBlocking() {
            return false;
        }

        @Override
        public @Nullable CachedValue<?> get(Object key, Type type) {
            return null;
        }

        @Override
        public boolean set(Object key, CachedValue<?> value, @Nullable Held held) {
            return true;
        }

        @Override
        public boolean delete(Object key) {
            return false;
        }

        @Override
        public Mutex mutex(Object key) {
            return Mutex.NONE;
        }
    }
}
