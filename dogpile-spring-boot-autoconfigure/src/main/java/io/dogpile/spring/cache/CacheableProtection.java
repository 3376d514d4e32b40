package io.dogpile.spring.cache;

import java.util.Objects;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cache.interceptor.BeanFactoryCacheOperationSourceAdvisor;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Makes plain {@code @Cacheable} methods load once per key when their cache is a region, however many callers there
 * are. As a bean it replaces the interceptor of {@code @EnableCaching} and {@code <cache:annotation-driven/>} by one
 * that does. Caches that are no regions are treated as ever. Caching without an order of its own goes before other
 * advice without one, such as transactions: a hit needs none, and a call that loads has all of it.
 *
 * <p>An interceptor of somebody else's, or AspectJ's aspect, stays; there, methods whose only annotation is a
 * {@code @Cacheable} with one cache and without {@code unless} are treated as if they had {@code sync = true}, and a
 * warning says what is left unprotected. Thread-safe.
 */
public final class CacheableProtection implements BeanPostProcessor, BeanFactoryAware, PriorityOrdered {

    private static final Log LOG = LogFactory.getLog(CacheableProtection.class);

    private @Nullable BeanFactory beans;

    /** Creates the bean. Declare it in a static method, so that it is there before the interceptor. */
    public CacheableProtection() {}

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        beans = beanFactory;
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean.getClass() == CacheInterceptor.class) {
            return replacement((CacheInterceptor) bean);
        }
        if (bean instanceof BeanFactoryCacheOperationSourceAdvisor advisor) {
            goBeforeOthersWithoutOrder(advisor);
        }
        if (bean instanceof CacheAspectSupport foreign) {
            CacheOperationSource source = foreign.getCacheOperationSource();
            if (source != null && !(source instanceof SyncOperations)) { // AspectJ's aspect outlives its context
                foreign.setCacheOperationSource(new SyncOperations(source, method -> true));
            }
            LOG.warn("Caching is done by '" + beanName + "' of type "
                    + bean.getClass().getName()
                    + ", which can't be replaced. @Cacheable methods are protected from stampedes by sync = true, except"
                    + " those with several cache annotations, several caches, unless, or a cache manager or resolver of"
                    + " their own.");
        }
        return bean;
    }

    /**
     * By default the cache and {@code @Transactional} have the same order, and it is the order of definitions that
     * decides. A call in the background begins at the cache, so advice that is to be part of it has to come later.
     */
    private static void goBeforeOthersWithoutOrder(BeanFactoryCacheOperationSourceAdvisor advisor) {
        if (advisor.getOrder() == Ordered.LOWEST_PRECEDENCE) {
            advisor.setOrder(Ordered.LOWEST_PRECEDENCE - 1);
        }
    }

    private CacheInterceptor replacement(CacheInterceptor original) {
        ProtectedCalls replacement = new ProtectedCalls();
        replacement.configure(
                original::getErrorHandler, original::getKeyGenerator, original::getCacheResolver, () -> null);
        CacheOperationSource source = original.getCacheOperationSource();
        if (source != null) {
            replacement.setCacheOperationSource(new SyncOperations(source, SyncOperations::isAsynchronous));
        }
        replacement.setBeanFactory(Objects.requireNonNull(beans));
        return replacement;
    }
}
