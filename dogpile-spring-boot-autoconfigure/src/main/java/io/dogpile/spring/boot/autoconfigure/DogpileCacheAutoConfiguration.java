package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.region.CacheRegion;
import io.dogpile.spring.cache.CacheableProtection;
import io.dogpile.spring.cache.DogpileCacheManager;
import io.dogpile.spring.cache.ReturnTypeResolver;
import java.util.List;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizers;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * Makes regions the caches of Spring's cache abstraction, and switches caching on. Not if the application has a cache
 * manager or a cache resolver of its own, or says by {@code spring.cache.type} which one it wants.
 */
@AutoConfiguration(
        after = DogpileAutoConfiguration.class,
        beforeName = "org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration")
@ConditionalOnBean(RegionFactory.class)
@ConditionalOnBooleanProperty(name = "dogpile.enabled", matchIfMissing = true)
@ConditionalOnMissingBean(value = CacheManager.class, name = "cacheResolver")
@Conditional(NoCacheTypeCondition.class)
public final class DogpileCacheAutoConfiguration {

    DogpileCacheAutoConfiguration() {}

    /** The bean's name is one that other auto-configurations refer to. */
    @Bean
    DogpileCacheManager cacheManager(
            ObjectProvider<CacheRegion> regions, RegionFactory factory, ObjectProvider<CacheManagerTuning> tunings) {
        List<CacheRegion> configured = regions.orderedStream().toList();
        DogpileCacheManager manager = configured.isEmpty()
                ? DogpileCacheManager.onDemand(new OnDemandRegions(factory))
                : DogpileCacheManager.of(configured);
        tunings.forEach(tuning -> tuning.tune(manager));
        return manager;
    }

    /** Static, so that it is there before the interceptor, which is made early. */
    @Bean
    @ConditionalOnBooleanProperty(name = "dogpile.protect-cacheable", matchIfMissing = true)
    static CacheableProtection dogpileCacheableProtection() {
        return new CacheableProtection();
    }

    @Bean
    SmartInitializingSingleton dogpileReturnTypes(
            DogpileCacheManager manager, ObjectProvider<CacheAspectSupport> aspects, BeanFactory beans) {
        return () -> aspects.forEach(aspect -> ReturnTypeResolver.install(aspect, manager, beans));
    }

    /**
     * Outside of transactions: a hit needs none, and what is evicted or put after a call has been committed. Inside of
     * Spring Security's checks. Skipped if the application has {@code @EnableCaching} itself, whose attributes then hold.
     */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(CacheAspectSupport.class)
    @EnableCaching(order = Ordered.LOWEST_PRECEDENCE - 1)
    static class EnableCachingConfiguration {}

    /** Boot's customizers, where Boot's cache module is present. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(CacheManagerCustomizer.class)
    static class CustomizersConfiguration {

        @Bean
        CacheManagerTuning dogpileCacheManagerTuning(ObjectProvider<CacheManagerCustomizer<?>> customizers) {
            return manager ->
                    new CacheManagerCustomizers(customizers.orderedStream().toList()).customize(manager);
        }
    }

    /** Hides Boot's optional types from the method that makes the manager. */
    interface CacheManagerTuning {

        void tune(DogpileCacheManager manager);
    }
}
