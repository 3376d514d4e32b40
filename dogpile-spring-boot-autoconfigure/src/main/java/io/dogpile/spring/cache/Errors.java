package io.dogpile.spring.cache;

import io.dogpile.region.KeyWatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.CacheErrorHandler;

/**
 * What to do when a change fails that was put off until after a commit, where no interceptor is around to ask: what the
 * application's error handler says. Thread-safe.
 */
record Errors(Supplier<CacheErrorHandler> handler) {

    Attempts attempts(DogpileCache cache) {
        return new Attempts(cache, handler.get());
    }

    /** Changes of which each is tried, whatever became of those before. */
    static final class Attempts {

        private final DogpileCache cache;
        private final CacheErrorHandler handler;
        private @Nullable RuntimeException first;

        private Attempts(DogpileCache cache, CacheErrorHandler handler) {
            this.cache = cache;
            this.handler = handler;
        }

        void clear() {
            attempt(cache::clear, failure -> handler.handleCacheClearError(failure, cache));
        }

        void evict(Object key) {
            attempt(() -> cache.evict(key), failure -> handler.handleCacheEvictError(failure, cache, key));
        }

        /** What was loaded, and may be outdated, is evicted instead. */
        void put(Object key, @Nullable Object value, @Nullable KeyWatch watch) {
            Runnable put = () -> {
                if (watch == null) {
                    cache.put(key, value);
                } else if (!watch.store(value)) {
                    cache.evict(key);
                }
            };
            attempt(put, failure -> handler.handleCachePutError(failure, cache, key, value));
        }

        private void attempt(Runnable change, Consumer<RuntimeException> handling) {
            try {
                try {
                    change.run();
                } catch (RuntimeException failure) {
                    handling.accept(failure);
                }
            } catch (RuntimeException unhandled) {
                if (first == null) {
                    first = unhandled;
                } else {
                    first.addSuppressed(unhandled);
                }
            }
        }

        void throwFirst() {
            if (first != null) {
                throw first;
            }
        }
    }
}
