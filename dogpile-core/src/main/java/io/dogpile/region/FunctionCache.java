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
