package io.dogpile.spring.boot.autoconfigure;

import dev.failsafe.CircuitBreaker;
import io.dogpile.redis.LettuceConnector;
import io.dogpile.redis.RedisBackendFactory;
import io.dogpile.redis.RedisConnector;
import io.dogpile.spring.redis.SpringRedisConnector;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts regions whose backend is Redis on the application's connection, unless their arguments name one of their own.
 * A backend factory of the application that has one of the same names takes its place. What the factories need is made
 * with the first region that is created, so that an application with Redis for something else doesn't start later.
 */
@AutoConfiguration(afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnBooleanProperty(name = "dogpile.enabled", matchIfMissing = true)
@ConditionalOnClass({RedisConnectionFactory.class, CircuitBreaker.class})
@ConditionalOnBean(RedisConnectionFactory.class)
public final class DogpileRedisAutoConfiguration {

    DogpileRedisAutoConfiguration() {}

    @Bean
    @Lazy
    SpringRedisConnector dogpileRedisConnector(ObjectProvider<RedisConnectionFactory> factories) {
        return new SpringRedisConnector(factories::getObject);
    }

    @Bean
    @Lazy
    RedisCodecBeans dogpileRedisCodecs(ConfigurableListableBeanFactory beans, ObjectProvider<JsonCodecs> json) {
        return new RedisCodecBeans(beans, json.getIfAvailable());
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    RedisBackendFactory dogpileRedisBackend(
            ObjectProvider<SpringRedisConnector> application, ObjectProvider<RedisCodecBeans> codecs) {
        return new RedisBackendFactory(
                "dogpile.cache.redis",
                Set.of("dogpile.cache.valkey"),
                new OwnOrApplicationConnector(
                        onApplication(application), arguments -> LettuceConnector.standalone(arguments)),
                () -> codecs.getObject().get());
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    RedisBackendFactory dogpileRedisSentinelBackend(
            ObjectProvider<SpringRedisConnector> application, ObjectProvider<RedisCodecBeans> codecs) {
        return new RedisBackendFactory(
                "dogpile.cache.redis_sentinel",
                Set.of("dogpile.cache.valkey_sentinel"),
                new OwnOrApplicationConnector(
                        onApplication(application), arguments -> LettuceConnector.sentinel(arguments)),
                () -> codecs.getObject().get());
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    RedisBackendFactory dogpileRedisClusterBackend(
            ObjectProvider<SpringRedisConnector> application, ObjectProvider<RedisCodecBeans> codecs) {
        return new RedisBackendFactory(
                "dogpile.cache.redis_cluster",
                Set.of("dogpile.cache.valkey_cluster"),
                new OwnOrApplicationConnector(
                        onApplication(application), arguments -> LettuceConnector.cluster(arguments)),
                () -> codecs.getObject().get());
    }

    private static RedisConnector onApplication(ObjectProvider<SpringRedisConnector> application) {
        return arguments -> application.getObject().connect(arguments);
    }

    /** The application's mapper, where Jackson is present. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JsonMapper.class)
    static class JsonConfiguration {

        @Bean
        @Lazy
        JsonCodecs dogpileJsonCodecs(ObjectProvider<JsonMapper> mappers) {
            return new JsonCodecs(mappers);
        }
    }
}
