package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.spring.cache.DogpileCacheManager;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Checks how regions are used, unless {@code dogpile.startup-checks} is {@code off}. */
@AutoConfiguration(after = {DogpileAutoConfiguration.class, DogpileCacheAutoConfiguration.class})
@ConditionalOnBooleanProperty(name = "dogpile.enabled", matchIfMissing = true)
@ConditionalOnBean(RegionFactory.class)
@Conditional(StartupChecksCondition.class)
public final class DogpileStartupChecksAutoConfiguration {

    DogpileStartupChecksAutoConfiguration() {}

    @Bean
    StaleWindowCheck dogpileStaleWindowCheck() {
        return new StaleWindowCheck();
    }

    /** Where the regions are the caches of the application. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(DogpileCacheManager.class)
    static class CacheManagerConfiguration {

        @Bean
        StartupChecks dogpileStartupChecks(
                DogpileProperties properties,
                ConfigurableListableBeanFactory beans,
                DogpileCacheManager manager,
                RegionFactory factory) {
            return new StartupChecks(properties.getStartupChecks(), beans, manager, factory);
        }
    }
}
