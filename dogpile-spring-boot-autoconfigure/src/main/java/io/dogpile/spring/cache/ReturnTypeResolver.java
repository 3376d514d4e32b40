package io.dogpile.spring.cache;

import io.dogpile.region.CallOptions;
import io.dogpile.spring.annotation.CachePolicies;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.SimpleCacheResolver;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Tells caches what type the values of an annotated method have, and its {@link
 * io.dogpile.spring.annotation.CachePolicy}, which Spring's {@link Cache} has no way to say. So a method reads what
 * another language wrote without a type, and an entry of a type that the method no longer returns is missing, not a
 * {@link ClassCastException}. A name that is no region is refused with the names that are. Thread-safe.
 */
public final class ReturnTypeResolver extends SimpleCacheResolver {

    private static final boolean REACTIVE =
            ClassUtils.isPresent("org.reactivestreams.Publisher", ReturnTypeResolver.class.getClassLoader());

    private final ResolvedCaches resolved = new ResolvedCaches();
    private final CachePolicies policies;

    private ReturnTypeResolver(DogpileCacheManager manager, BeanFactory beans) {
        super(manager);
        this.policies = new CachePolicies(beans);
    }

    /**
     * Has an aspect resolve caches in this way, unless it has a resolver or a cache manager of its own, and the manager
     * ask the aspect's error handler. To be called when all singletons exist.
     *
     * @param aspect what intercepts the calls of annotated methods
     * @param manager the application's cache manager
     * @param beans resolves what annotations refer to
     */
    public static void install(CacheAspectSupport aspect, DogpileCacheManager manager, BeanFactory beans) {
        manager.handleErrorsBy(aspect::getErrorHandler);
        CacheResolver present = aspect.getCacheResolver();
        boolean springs = present != null && present.getClass() == SimpleCacheResolver.class;
        if (present == null || (springs && ((SimpleCacheResolver) present).getCacheManager() == manager)) {
            aspect.setCacheResolver(new ReturnTypeResolver(manager, beans));
        }
    }

    @Override
    public Collection<? extends Cache> resolveCaches(CacheOperationInvocationContext<?> context) {
        Class<?> target = AopUtils.getTargetClass(context.getTarget());
        Collection<? extends Cache> known = resolved.find(target, context.getMethod(), context.getOperation());
        return known != null
                ? known
                : resolved.keep(target, context.getMethod(), context.getOperation(), resolve(context, target));
    }

    private Collection<? extends Cache> resolve(CacheOperationInvocationContext<?> context, Class<?> target) {
        for (String name : context.getOperation().getCacheNames()) {
            if (getCacheManager().getCache(name) == null) {
                throw new UnknownRegionException(name, getCacheManager().getCacheNames());
            }
        }
        CallOptions options =
                policies.options(context.getMethod(), target).reading(valueType(context.getMethod(), target));
        return super.resolveCaches(context).stream()
                .map(cache -> calling(cache, options))
                .toList();
    }

    private static Cache calling(Cache cache, CallOptions options) {
        if (cache instanceof TransactionalCache transactional) {
            return transactional.calling(options);
        }
        return cache instanceof DogpileCache region ? region.calling(options) : cache;
    }

    /** What of a method's result is cached: of an {@code Optional}, a future or a publisher, the content. */
    static Type valueType(Method method, Class<?> target) {
        Method specific = AopUtils.getMostSpecificMethod(method, target);
        Type declared = new MethodParameter(specific, -1).getGenericParameterType(); // also a suspending function's
        ResolvableType returned = ResolvableType.forType(GenericTypeResolver.resolveType(declared, target));
        Class<?> raw = returned.toClass();
        ReactiveAdapter publisher = publisher(raw);
        if (publisher != null && publisher.isMultiValue()) {
            return known(ResolvableType.forClassWithGenerics(List.class, returned.getGeneric()));
        }
        boolean container = publisher != null || raw == Optional.class || raw == CompletableFuture.class;
        return known(container ? returned.getGeneric() : returned);
    }

    private static @Nullable ReactiveAdapter publisher(Class<?> type) {
        return REACTIVE ? ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) : null;
    }

    /** As much as is known of a type. */
    private static Type known(ResolvableType type) {
        Class<?> raw = type.toClass();
        if (type == ResolvableType.NONE || raw == void.class) {
            return Object.class;
        }
        return raw.isPrimitive() || type.hasUnresolvableGenerics() || type.resolve() == null
                ? ClassUtils.resolvePrimitiveIfNecessary(raw)
                : type.getType();
    }
}
