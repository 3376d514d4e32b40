package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.backend.BackendFactory;
import io.dogpile.backend.BackendRegistry;
import io.dogpile.region.CreationInterceptor;
import io.dogpile.region.RegionListener;
import java.time.InstantSource;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;

/**
 * Makes a bean of every region that the application's properties configure.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "dogpile.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DogpileProperties.class)
@ImportRuntimeHints(DogpileRuntimeHints.class)
@Import({ContextPropagationConfiguration.class, RegionsRegistrar.class})
public final class DogpileAutoConfiguration {

    DogpileAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    BackendRegistry dogpileBackendRegistry(
            ConfigurableListableBeanFactory beans, ObjectProvider<BackendFactory> factories) {
        ClassLoader classLoader =
                Objects.requireNonNullElseGet(beans.getBeanClassLoader(), BackendRegistry.class::getClassLoader);
        BackendRegistry registry = BackendRegistry.load(classLoader);
        factories.orderedStream().forEach(registry::register);
        return registry;
    }

    @Bean
    BackgroundCreation dogpileBackgroundCreation(
            DogpileProperties properties,
            ConfigurableListableBeanFactory beans,
            Environment environment,
            ContextPropagation propagation) {
        return new BackgroundCreation(properties.getBackground(), beans, environment, propagation);
    }

    @Bean(RegionsRegistrar.FACTORY)
    RegionFactory dogpileRegionFactory(
            Environment environment,
            ConfigurableListableBeanFactory beans,
            BackendRegistry registry,
            BackgroundCreation background,
            ContextPropagation propagation,
            ObjectProvider<InstantSource> clocks,
            ObjectProvider<RegionListener> listeners,
            ObjectProvider<CreationInterceptor> interceptors,
            ObjectProvider<RecordStats> recordStats,
            ObjectProvider<RegionCustomizer> customizers) {
        return new RegionFactory(
                RegionBinder.of(environment),
                registry,
                background,
                propagation,
                new WrapperResolver(beans),
                new RegionPolicies(beans, environment, background),
                clocks,
                listeners,
                interceptors,
                recordStats,
                customizers);
    }
}
