package io.dogpile.region;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What the cached functions of any number of arguments have in common: keys, and the region behind them. */
record FunctionCache<V extends @Nullable Object>(CacheRegion region, FunctionOptions options) {

    V call(Callable<? extends V> original, @Nullable Object... arguments) {
        return region.getOrCreate(key(arguments), original, options.call());
    }

    /** Caches what the original has just returned; a null that may not be cached at least removes what is older. */
    void refresh(V value, @Nullable Object... arguments) {
        if (value == null && !region.cachesNullValues()) {
            region.delete(key(arguments));
        } else {
            region.set(key(arguments), value);
        }
    }

    Object key(@Nullable Object... arguments) {
        FunctionKeyGenerator generator = options.keyGenerator();
        if (generator == null) {
            generator = region instanceof DefaultCacheRegion own
                    ? own.functionKeyGenerator()
                    : FunctionKeyGenerator.dogpile();
        }
        return Objects.requireNonNull(
                generator.generate(options.namespace(), options.name(), Arrays.asList(arguments)),
                "the key generator returned null");
    }
}
