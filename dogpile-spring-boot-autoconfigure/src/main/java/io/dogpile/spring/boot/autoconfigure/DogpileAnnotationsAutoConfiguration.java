package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.spring.annotation.DogpileKeyGenerator;
import io.dogpile.spring.bulk.BulkCacheAdvisor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.cache.interceptor.SimpleKeyGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;

/** What dogpile's annotations need beside the caches. */
@AutoConfiguration(after = DogpileCacheAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "dogpile.enabled", matchIfMissing = true)
public final class DogpileAnnotationsAutoConfiguration {

    DogpileAnnotationsAutoConfiguration() {}

    @Bean(DogpileKeyGenerator.BEAN)
    @Lazy
    @ConditionalOnMissingBean(name = DogpileKeyGenerator.BEAN)
    DogpileKeyGenerator dogpileKeyGenerator() {
        return new DogpileKeyGenerator();
    }

    /** An application that configures a key generator of its own keeps it. */
    @Bean
    @ConditionalOnProperty(name = "dogpile.key-generator", havingValue = "dogpile")
    SmartInitializingSingleton dogpileDefaultKeys(BeanFactory beans, ObjectProvider<CacheAspectSupport> aspects) {
        return () -> aspects.forEach(aspect -> {
            if (aspect.getKeyGenerator().getClass() == SimpleKeyGenerator.class) {
                aspect.setKeyGenerator(beans.getBean(DogpileKeyGenerator.BEAN, KeyGenerator.class));
            }
        });
    }

    /** Static, so that it is there before the beans that it applies to. */
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static BulkCacheAdvisor dogpileBulkCacheAdvisor(BeanFactory beans) {
        return new BulkCacheAdvisor(beans);
    }
}
