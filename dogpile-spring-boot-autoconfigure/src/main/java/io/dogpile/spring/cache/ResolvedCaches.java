package io.dogpile.spring.cache;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.BasicOperation;

/**
 * The caches of each operation of each method that was called, by its target's class too: a method that classes inherit
 * has values of a type of its own in each of them. Thread-safe.
 */
final class ResolvedCaches {

    /** Maps in maps: a key of all three parts would be an object for each hit. */
    private final Map<Class<?>, Map<Method, Map<BasicOperation, Collection<? extends Cache>>>> byClass =
            new ConcurrentHashMap<>();

    /** Makes no object. Null if nothing was kept. */
    @Nullable
    Collection<? extends Cache> find(Class<?> target, Method method, BasicOperation operation) {
        return byClass.getOrDefault(target, Map.of())
                .getOrDefault(method, Map.of())
                .get(operation);
    }

    /** Keeps what was found, and answers it, or what another thread kept before. */
    Collection<? extends Cache> keep(
            Class<?> target, Method method, BasicOperation operation, Collection<? extends Cache> found) {
        Collection<? extends Cache> earlier = byClass.computeIfAbsent(target, any -> new ConcurrentHashMap<>())
                .computeIfAbsent(method, any -> new ConcurrentHashMap<>(2))
                .putIfAbsent(operation, found);
        return earlier == null ? found : earlier;
    }
}
