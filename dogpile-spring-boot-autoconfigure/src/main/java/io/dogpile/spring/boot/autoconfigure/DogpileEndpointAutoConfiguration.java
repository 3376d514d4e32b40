package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.region.CacheRegion;
import io.dogpile.spring.cache.DogpileCacheManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * The actuator's endpoint {@code dogpile}, where it is exposed. Regions then count their look-ups, unless {@code
 * record-stats} says otherwise.
 */
@AutoConfiguration(after = {DogpileAutoConfiguration.class, DogpileCacheAutoConfiguration.class})
@ConditionalOnBooleanProperty(name = "dogpile.enabled", matchIfMissing = true)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(RegionFactory.class)
@ConditionalOnAvailableEndpoint(DogpileEndpoint.class)
@Import(RecordStats.class)
public final class DogpileEndpointAutoConfiguration {

    DogpileEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    DogpileEndpoint dogpileEndpoint(ObjectProvider<CacheRegion> regions, ObjectProvider<DogpileCacheManager> managers) {
        return new DogpileEndpoint(new KnownRegions(regions, managers));
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
    DogpileEndpointWebExtension dogpileEndpointWebExtension(DogpileEndpoint endpoint) {
        return new DogpileEndpointWebExtension(endpoint);
    }
}
