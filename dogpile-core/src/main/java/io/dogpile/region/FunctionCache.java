package io.dogpile.region;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the cached functions of any number of arguments have in common: keys, and the region behind them. */
record FunctionCache<V extends @Nullable Object>(CacheRegion region, FunctionOptions options) {

    V call(Callable<? extends V> original, @Nullable Object... arguments) {
        return region.getOrCreate(key(arguments), original, options.call());
    }

    /** Caches what the original returns; what may not be cached at least removes what is older. */
    V refresh(Supplier<? extends V> original, @Nullable Object... arguments) {
        Object key = key(arguments);
        CreationContext context = CreationContext.ofOne(region.name(), key, options.call(), null);
        V value = context.get(original);
        if (context.isToBeStored(key) && (value != null || region.cachesNullValues())) {
            region.set(key, value, context.said(key, value));
        } else {
            region.delete(key);
        }
        return value;
    }

    /** By one write, apart from the values that the original said something about. */
    void refreshAll(CreationContext context, Map<Object, V> values) {
        Map<Object, V> ordinary = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            CallOptions said = context.said(key, value);
            if (!context.isToBeStored(key)) {
                region.delete(key);
            } else if (said.isOrdinaryEntry()) {
                ordinary.put(key, value);
            } else {
                region.set(key, value, said);
            }
        });
        region.setMulti(ordinary);
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
