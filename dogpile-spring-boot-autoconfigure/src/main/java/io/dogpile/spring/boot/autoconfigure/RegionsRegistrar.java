package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.region.CacheRegion;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConstructorArgumentValues;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Defines a bean for every region. Done when definitions are loaded, so that conditions on beans of later
 * auto-configurations see regions. A bean that the application defines under a region's bean name takes its place.
 */
final class RegionsRegistrar implements ImportBeanDefinitionRegistrar {

    static final String FACTORY = "dogpileRegionFactory";

    private static final String SUFFIX = "CacheRegion";

    private final Environment environment;

    RegionsRegistrar(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
        for (String name : RegionBinder.of(environment).names()) {
            if (!registry.containsBeanDefinition(name + SUFFIX)) {
                registry.registerBeanDefinition(name + SUFFIX, definition(name));
            }
        }
    }

    private static RootBeanDefinition definition(String name) {
        RootBeanDefinition definition = new RootBeanDefinition(CacheRegion.class);
        definition.setFactoryBeanName(FACTORY);
        definition.setFactoryMethodName("create");
        ConstructorArgumentValues arguments = definition.getConstructorArgumentValues();
        arguments.addIndexedArgumentValue(0, name);
        definition.setDestroyMethodName("close");
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        return definition;
    }
}
