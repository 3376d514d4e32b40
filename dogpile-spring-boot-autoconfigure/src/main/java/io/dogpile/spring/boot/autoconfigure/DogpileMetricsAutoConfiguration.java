package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.spring.observability.RegionMeters;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Meters of regions, where there is a {@link MeterRegistry}. Regions then count their look-ups, unless {@code
 * record-stats} says otherwise.
 */
@AutoConfiguration(
        after = DogpileAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
        beforeName = "org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration")
@ConditionalOnBooleanProperty(name = "dogpile.enabled", matchIfMissing = true)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({MeterRegistry.class, RegionFactory.class})
@Import(RecordStats.class)
public final class DogpileMetricsAutoConfiguration {

    DogpileMetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    RegionMeters dogpileRegionMeters(MeterRegistry registry) {
        return new RegionMeters(registry);
    }

    /** The meters of every cache, where Boot's cache module binds them. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(CacheMeterBinderProvider.class)
    static class CacheMetersConfiguration {

        @Bean
        RegionMeterBinders dogpileRegionMeterBinders() {
            return new RegionMeterBinders();
        }
    }
}
