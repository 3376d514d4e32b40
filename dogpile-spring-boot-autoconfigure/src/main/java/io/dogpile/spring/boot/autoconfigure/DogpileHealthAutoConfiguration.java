package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.region.CacheRegion;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Shows in {@code /actuator/health} which regions do without their backend at present. Switched off by {@code
 * management.health.dogpile.enabled=false}.
 */
@AutoConfiguration(after = DogpileAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "dogpile.enabled", matchIfMissing = true)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnEnabledHealthIndicator("dogpile")
public final class DogpileHealthAutoConfiguration {

    DogpileHealthAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "dogpileHealthIndicator")
    HealthIndicator dogpileHealthIndicator(ObjectProvider<CacheRegion> regions) {
        return new RegionsHealth(() -> List.copyOf(regions.orderedStream().toList()));
    }
}
