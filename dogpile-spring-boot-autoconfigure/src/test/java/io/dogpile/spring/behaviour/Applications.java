package io.dogpile.spring.behaviour;

import io.dogpile.redis.TestRedis;
import io.dogpile.spring.boot.autoconfigure.DogpileAutoConfiguration;
import io.dogpile.spring.boot.autoconfigure.DogpileCacheAutoConfiguration;
import io.dogpile.spring.boot.autoconfigure.DogpileRedisAutoConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Applications with regions on a backend of choice. */
final class Applications {

    private Applications() {}

    static ConfigurableApplicationContext start(String backend, boolean classProxies, Class<?>... configurations) {
        List<String> properties = new ArrayList<>(List.of(
                "spring.main.banner-mode=off",
                "spring.data.redis.host=127.0.0.1",
                "spring.data.redis.port=" + TestRedis.shared().port()));
        for (String region : List.of("main", "first", "second")) {
            properties.add("cache." + region + ".backend=" + backend);
            if (backend.equals("redis")) {
                properties.add("cache." + region + ".arguments.key-prefix=" + region + UUID.randomUUID() + ":");
            }
        }
        return new SpringApplicationBuilder(AutoConfigured.class, classProxies ? Classes.class : Interfaces.class)
                .sources(configurations)
                .initializers(context -> AutoConfigurationPackages.register(
                        (BeanDefinitionRegistry) context.getBeanFactory(), Applications.class.getPackageName()))
                .web(WebApplicationType.NONE)
                .properties(properties.toArray(String[]::new))
                .run();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        JacksonAutoConfiguration.class,
        DataRedisAutoConfiguration.class,
        DogpileAutoConfiguration.class,
        DogpileCacheAutoConfiguration.class,
        DogpileRedisAutoConfiguration.class
    })
    static class AutoConfigured {}

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Interfaces {}

    @Configuration(proxyBeanMethods = false)
    @EnableCaching(proxyTargetClass = true)
    static class Classes {}
}
