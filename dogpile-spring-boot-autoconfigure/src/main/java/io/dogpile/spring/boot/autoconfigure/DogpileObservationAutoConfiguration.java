package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.spring.observability.CreationObservationConvention;
import io.dogpile.spring.observability.CreationObservations;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Observes creations, where there is an {@link ObservationRegistry}. */
@AutoConfiguration(
        after = DogpileAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnBooleanProperty(name = "dogpile.enabled", matchIfMissing = true)
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ObservationRegistry.class, RegionFactory.class})
public final class DogpileObservationAutoConfiguration {

    DogpileObservationAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    CreationObservations dogpileCreationObservations(
            ObservationRegistry registry, ObjectProvider<CreationObservationConvention> conventions) {
        return new CreationObservations(registry, conventions.getIfUnique());
    }
}
