package io.dogpile.spring.cache;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.cache.annotation.AnnotationCacheOperationSource;
import org.springframework.cache.interceptor.CacheEvictOperation;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.core.MethodIntrospector;
import org.springframework.util.ClassUtils;

/**
 * Has a native image keep what it takes to turn the values of annotated methods into bytes and back: the members of
 * their types for JSON, and Java serialization of those that have it.
 */
final class CachedTypesAotProcessor implements BeanRegistrationAotProcessor {

    private static final Log LOG = LogFactory.getLog(CachedTypesAotProcessor.class);

    private final AnnotationCacheOperationSource annotations = new AnnotationCacheOperationSource(false);

    CachedTypesAotProcessor() {}

    @Override
    public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
        Set<Type> types = cachedTypes(ClassUtils.getUserClass(bean.getBeanClass()));
        return types.isEmpty()
                ? null
                : (generation, code) -> ValueTypeHints.register(types, generation.getRuntimeHints());
    }

    private Set<Type> cachedTypes(Class<?> target) {
        Set<Type> types = new LinkedHashSet<>();
        if (annotations.isCandidateClass(target)) {
            try {
                MethodIntrospector.selectMethods(target, (Method method) -> isCached(method, target))
                        .forEach(method -> types.add(ReturnTypeResolver.valueType(method, target)));
            } catch (IllegalStateException | LinkageError unloadable) {
                LOG.debug(
                        "Not looked at for cached methods, because it refers to absent classes: " + target, unloadable);
            }
        }
        return types;
    }

    private boolean isCached(Method method, Class<?> target) {
        Collection<CacheOperation> operations = annotations.getCacheOperations(method, target);
        return operations != null
                && operations.stream().anyMatch(operation -> !(operation instanceof CacheEvictOperation));
    }
}
