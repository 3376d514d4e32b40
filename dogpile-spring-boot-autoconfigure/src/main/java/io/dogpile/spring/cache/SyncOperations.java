package io.dogpile.spring.cache;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.context.expression.AnnotatedElementKey;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.StringUtils;

/**
 * Turns {@code @Cacheable} into {@code @Cacheable(sync = true)} where that means the same: the annotation is the
 * method's only one, names one cache of the default cache manager, and has no {@code unless}.
 */
final class SyncOperations implements CacheOperationSource {

    /** Asked at every call of a cached method, where the registry would go through all its adapters. */
    private static final ClassValue<Boolean> LATER = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return CompletableFuture.class.isAssignableFrom(type)
                    || ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null;
        }
    };

    private final CacheOperationSource source;
    private final Predicate<Method> wanted;
    private final Map<AnnotatedElementKey, Collection<CacheOperation>> turned = new ConcurrentHashMap<>();

    SyncOperations(CacheOperationSource source, Predicate<Method> wanted) {
        this.source = source;
        this.wanted = wanted;
    }

    /** Whether the method's value comes later, so that its load is not over when the method returns. */
    static boolean isAsynchronous(Method method) {
        return LATER.get(method.getReturnType()) || KotlinDetector.isSuspendingFunction(method);
    }

    @Override
    public boolean isCandidateClass(Class<?> targetClass) {
        return source.isCandidateClass(targetClass);
    }

    @Override
    public boolean hasCacheOperations(Method method, @Nullable Class<?> targetClass) {
        return source.hasCacheOperations(method, targetClass);
    }

    @Override
    public @Nullable Collection<CacheOperation> getCacheOperations(Method method, @Nullable Class<?> targetClass) {
        Collection<CacheOperation> operations = source.getCacheOperations(method, targetClass);
        if (operations == null || !wanted.test(method)) {
            return operations;
        }
        return turned.computeIfAbsent(new AnnotatedElementKey(method, targetClass), any -> turn(operations));
    }

    private static Collection<CacheOperation> turn(Collection<CacheOperation> operations) {
        return operations.size() == 1
                        && operations.iterator().next() instanceof CacheableOperation cacheable
                        && cacheable.getCacheNames().size() == 1
                        && !StringUtils.hasText(cacheable.getUnless())
                        && !StringUtils.hasText(cacheable.getCacheManager())
                        && !StringUtils.hasText(cacheable.getCacheResolver())
                ? List.of(synchronous(cacheable))
                : operations;
    }

    private static CacheOperation synchronous(CacheableOperation operation) {
        CacheableOperation.Builder builder = new CacheableOperation.Builder();
        builder.setName(operation.getName());
        builder.setCacheNames(operation.getCacheNames().toArray(String[]::new));
        builder.setKey(operation.getKey());
        builder.setKeyGenerator(operation.getKeyGenerator());
        builder.setCondition(operation.getCondition());
        builder.setSync(true);
        return builder.build();
    }
}
