package io.dogpile.spring.boot.autoconfigure;

import com.bookstore.Bookstore;
import io.dogpile.redis.TestRedis;
import java.util.UUID;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** An application in {@code com.bookstore} with one region on Redis, started as often as a test wants. */
final class RedisApplication {

    final String keyPrefix = UUID.randomUUID() + ":";
    final RegionEvents events = new RegionEvents();

    private final String region;

    RedisApplication(String region) {
        this.region = region;
    }

    ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        JacksonAutoConfiguration.class,
                        DataRedisAutoConfiguration.class,
                        DogpileAutoConfiguration.class,
                        DogpileCacheAutoConfiguration.class,
                        DogpileRedisAutoConfiguration.class))
                .withInitializer(context -> AutoConfigurationPackages.register(
                        (BeanDefinitionRegistry) context.getBeanFactory(), Bookstore.class.getPackageName()))
                .withBean(RegionEvents.class, () -> events)
                .withPropertyValues(
                        "spring.data.redis.host=127.0.0.1",
                        "spring.data.redis.port=" + TestRedis.shared().port(),
                        "cache." + region + ".backend=redis",
                        "cache." + region + ".expiration-time=5m",
                        "cache." + region + ".arguments.key-prefix=" + keyPrefix);
    }
}
