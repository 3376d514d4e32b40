package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.spring.annotation.CacheMultiOnArguments;
import io.dogpile.spring.cache.DogpileCacheManager;
import io.dogpile.spring.cache.ReturnTypeResolver;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.SimpleCacheResolver;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.StringUtils;

/** The names of caches that annotations of beans give and that our manager is asked for. Makes no bean for that. */
final class AnnotatedNames {

    private static final Log LOG = LogFactory.getLog(AnnotatedNames.class);

    private final ConfigurableListableBeanFactory beans;
    private final DogpileCacheManager manager;

    AnnotatedNames(ConfigurableListableBeanFactory beans, DogpileCacheManager manager) {
        this.beans = beans;
        this.manager = manager;
    }

    /** Methods, as text, by the names that they give. */
    Map<String, Set<String>> find() {
        Map<String, Set<String>> names = new TreeMap<>();
        CacheOperationSource source = source();
        for (Class<?> type : new BeanClasses(beans).all()) {
            if (source != null && source.isCandidateClass(type)) {
                addOperations(names, source, type);
            }
            if (AnnotationUtils.isCandidateClass(type, CacheMultiOnArguments.class)) {
                addBulk(names, type);
            }
        }
        return names;
    }

    private static void addOperations(Map<String, Set<String>> names, CacheOperationSource source, Class<?> type) {
        for (Map.Entry<Method, Collection<CacheOperation>> each :
                select(type, method -> source.getCacheOperations(method, type)).entrySet()) {
            for (CacheOperation operation : each.getValue()) {
                for (String name : own(operation)) {
                    add(names, name, type, each.getKey());
                }
            }
        }
    }

    private static void addBulk(Map<String, Set<String>> names, Class<?> type) {
        for (Map.Entry<Method, CacheMultiOnArguments> each : select(
                        type, method -> AnnotatedElementUtils.findMergedAnnotation(method, CacheMultiOnArguments.class))
                .entrySet()) {
            add(names, each.getValue().region(), type, each.getKey());
        }
    }

    private static void add(Map<String, Set<String>> names, String name, Class<?> type, Method method) {
        names.computeIfAbsent(name, unknown -> new TreeSet<>()).add(type.getName() + "." + method.getName());
    }

    /** Null if caches are resolved by somebody else. */
    private @Nullable CacheOperationSource source() {
        for (CacheAspectSupport aspect :
                beans.getBeansOfType(CacheAspectSupport.class, false, false).values()) {
            CacheResolver resolver = aspect.getCacheResolver();
            boolean ours = resolver == null
                    || resolver instanceof ReturnTypeResolver
                    || (resolver.getClass() == SimpleCacheResolver.class
                            && ((SimpleCacheResolver) resolver).getCacheManager() == manager);
            if (ours) {
                return aspect.getCacheOperationSource();
            }
        }
        return null;
    }

    private static <T> Map<Method, T> select(Class<?> type, MetadataLookup<T> lookup) {
        try {
            return MethodIntrospector.selectMethods(type, lookup);
        } catch (RuntimeException | LinkageError unreadable) { // it will be somebody's trouble when the bean is made
            LOG.debug("The cache annotations of " + type.getName() + " can't be read", unreadable);
            return new LinkedHashMap<>();
        }
    }

    private static Set<String> own(CacheOperation operation) {
        return StringUtils.hasText(operation.getCacheManager()) || StringUtils.hasText(operation.getCacheResolver())
                ? Set.of()
                : operation.getCacheNames();
    }
}
