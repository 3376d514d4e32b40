package io.dogpile.spring.bulk;

import io.dogpile.spring.annotation.CacheMultiOnArguments;
import io.dogpile.spring.cache.ValueTypeHints;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/** Has a native image keep what the values of {@link CacheMultiOnArguments} methods need. */
final class BulkTypesAotProcessor implements BeanRegistrationAotProcessor {

    private static final Log LOG = LogFactory.getLog(BulkTypesAotProcessor.class);

    BulkTypesAotProcessor() {}

    @Override
    public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
        Set<Type> types = valueTypes(ClassUtils.getUserClass(bean.getBeanClass()));
        return types.isEmpty()
                ? null
                : (generation, code) -> ValueTypeHints.register(types, generation.getRuntimeHints());
    }

    private static Set<Type> valueTypes(Class<?> target) {
        Set<Type> types = new LinkedHashSet<>();
        if (AnnotationUtils.isCandidateClass(target, CacheMultiOnArguments.class)) {
            try {
                MethodIntrospector.selectMethods(target, BulkTypesAotProcessor::isBulk)
                        .forEach(method ->
                                types.add(BulkSignature.of(method, target).valueType()));
            } catch (IllegalStateException | LinkageError unloadable) { // the start says which signature is wrong
                LOG.debug("Not looked at for methods of several keys: " + target, unloadable);
            }
        }
        return types;
    }

    private static boolean isBulk(Method method) {
        return AnnotatedElementUtils.hasAnnotation(method, CacheMultiOnArguments.class);
    }
}
