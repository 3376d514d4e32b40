package io.dogpile.spring.bulk;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.CallOptions;
import io.dogpile.spring.annotation.CacheMultiOnArguments;
import io.dogpile.spring.annotation.CachePolicies;
import io.dogpile.spring.annotation.DogpileKeyGenerator;
import io.dogpile.spring.cache.SimpleKeys;
import io.dogpile.spring.cache.UnknownRegionException;
import java.lang.reflect.Method;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.StringUtils;

/** Everything about an annotated method that is the same for all its calls. */
record BulkOperation(
        BulkSignature signature,
        Method method,
        Cache cache,
        CacheRegion region,
        KeyGenerator keyGenerator,
        CacheErrorHandler errorHandler,
        CallOptions options) {

    static BulkOperation of(Method method, Class<?> target, BeanFactory beans) {
        Method specific = AopUtils.getMostSpecificMethod(method, target);
        CacheMultiOnArguments annotation = Objects.requireNonNull(
                AnnotatedElementUtils.findMergedAnnotation(specific, CacheMultiOnArguments.class));
        BulkSignature signature = BulkSignature.of(specific, target);
        CacheAspectSupport springs = beans.getBean(CacheAspectSupport.class);
        Cache cache = cache(signature, annotation.region(), beans);
        return new BulkOperation(
                signature,
                method,
                cache,
                (CacheRegion) cache.getNativeCache(),
                keyGenerator(annotation, springs, beans),
                springs.getErrorHandler(),
                new CachePolicies(beans)
                        .options(method, target)
                        .reading(signature.valueType())
                        .wrappingFailures());
    }

    private static Cache cache(BulkSignature signature, String name, BeanFactory beans) {
        if (!StringUtils.hasText(name)) {
            throw new IllegalStateException(
                    signature.place() + ": it names no region. Write" + " @CacheMultiOnArguments(region = \"...\").");
        }
        CacheManager manager = beans.getBean(CacheManager.class);
        Cache cache = manager.getCache(name);
        if (cache == null) {
            throw new UnknownRegionException(name, manager.getCacheNames());
        }
        if (!(cache.getNativeCache() instanceof CacheRegion)) {
            throw new IllegalStateException(signature.place() + ": '" + name + "' is no region but a "
                    + cache.getNativeCache().getClass().getName()
                    + ". Several keys at once are cached in regions only.");
        }
        return cache;
    }

    private static KeyGenerator keyGenerator(
            CacheMultiOnArguments annotation, CacheAspectSupport springs, BeanFactory beans) {
        if (StringUtils.hasText(annotation.keyGenerator())) {
            return beans.getBean(annotation.keyGenerator(), KeyGenerator.class);
        }
        return StringUtils.hasLength(annotation.namespace())
                ? beans.getBean(DogpileKeyGenerator.BEAN, KeyGenerator.class)
                : springs.getKeyGenerator();
    }

    /** The region's key of an element: that of a call with the element in place of the container. */
    Object key(Object target, @Nullable Object[] arguments, @Nullable Object element) {
        @Nullable Object[] single = arguments.clone();
        single[signature.keysIndex()] = element;
        Object key = keyGenerator.generate(target, method, single);
        return region.backend().stringKeys() ? SimpleKeys.conversion().apply(key) : key;
    }
}
