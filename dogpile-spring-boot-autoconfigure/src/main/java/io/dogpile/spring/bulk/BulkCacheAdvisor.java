package io.dogpile.spring.bulk;

import io.dogpile.spring.annotation.CacheMultiOnArguments;
import java.lang.reflect.Method;
import org.aopalliance.aop.Advice;
import org.springframework.aop.Pointcut;
import org.springframework.aop.support.AbstractPointcutAdvisor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.cache.config.CacheManagementConfigUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Applies {@link CacheMultiOnArguments}. To be declared as a static bean with the infrastructure role where caching is
 * enabled in proxy mode; it has the order that {@code @EnableCaching} gives to the other annotations. Thread-safe.
 */
public final class BulkCacheAdvisor extends AbstractPointcutAdvisor {

    private static final long serialVersionUID = 1L;

    private final transient BeanFactory beans;
    private final transient BulkCacheInterceptor interceptor;
    private final transient Pointcut pointcut = new StaticMethodMatcherPointcut() {
        @Override
        public boolean matches(Method method, Class<?> targetClass) {
            return isBulk(method, targetClass);
        }
    };

    /**
     * Creates the advisor.
     *
     * @param beans where the cache manager, Spring's interceptor and key generators are looked up with the first call
     */
    public BulkCacheAdvisor(BeanFactory beans) {
        this.beans = beans;
        this.interceptor = new BulkCacheInterceptor(beans);
    }

    @Override
    public Pointcut getPointcut() {
        return pointcut;
    }

    @Override
    public Advice getAdvice() {
        return interceptor;
    }

    @Override
    public int getOrder() {
        String springs = CacheManagementConfigUtils.CACHE_ADVISOR_BEAN_NAME;
        return beans.containsBean(springs) && beans.getBean(springs) instanceof Ordered advisor
                ? advisor.getOrder()
                : Ordered.LOWEST_PRECEDENCE;
    }

    /** A proxy is made when the application starts, and so a signature that can't be served is refused then. */
    private static boolean isBulk(Method method, Class<?> targetClass) {
        if (!AnnotationUtils.isCandidateClass(targetClass, CacheMultiOnArguments.class)) {
            return false;
        }
        Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
        if (!AnnotatedElementUtils.hasAnnotation(specific, CacheMultiOnArguments.class)) {
            return false;
        }
        BulkSignature.of(specific, targetClass);
        return true;
    }
}
