package io.dogpile.spring.boot.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

final class Runners {

    private Runners() {}

    /** As in an application that has Boot's cache module. */
    static ApplicationContextRunner application() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DogpileAutoConfiguration.class,
                        DogpileCacheAutoConfiguration.class,
                        DogpileAnnotationsAutoConfiguration.class,
                        CacheAutoConfiguration.class));
    }

    /** The same with one region, named local, in memory. */
    static ApplicationContextRunner withRegion() {
        return application().withPropertyValues("cache.local.backend=memory");
    }
}
