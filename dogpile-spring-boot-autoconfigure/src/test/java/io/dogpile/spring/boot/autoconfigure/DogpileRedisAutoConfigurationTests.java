package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failsafe.CircuitBreaker;
import io.dogpile.backend.BackendFactory;
import io.dogpile.codec.Codec;
import io.dogpile.codec.StringCodec;
import io.dogpile.codec.TypeAllowList;
import io.dogpile.redis.RedisBackendFactory;
import io.dogpile.redis.RedisCodecs;
import io.dogpile.redis.TestRedis;
import io.dogpile.region.CacheRegion;
import io.dogpile.settings.InvalidSettingException;
import io.dogpile.spring.redis.SpringRedisConnector;
import io.lettuce.core.RedisClient;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializer;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class DogpileRedisAutoConfigurationTests {

    private final String keyPrefix = UUID.randomUUID() + ":";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataRedisAutoConfiguration.class,
                    DogpileAutoConfiguration.class,
                    DogpileCacheAutoConfiguration.class,
                    DogpileRedisAutoConfiguration.class))
            .withPropertyValues(
                    "spring.data.redis.host=127.0.0.1",
                    "spring.data.redis.port=" + TestRedis.shared().port());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis",
                "dogpile.cache.redis",
                "redis_sentinel",
                "redis_cluster",
                "valkey",
                "valkey_sentinel",
                "valkey_cluster"
            })
    void everyNameIsOnTheConnectionOfTheApplication(String backend) {
        region(backend).run(context -> {
            context.getBean(CacheRegion.class).set("key", "value");
            assertThat(stored(context.getBean(RedisConnectionFactory.class), "key"))
                    .endsWith("|\"value\"");
        });
    }

    @Test
    void aRegionMayHaveAConnectionOfItsOwn() {
        region("redis")
                .withPropertyValues(
                        "spring.data.redis.port=1",
                        "cache.orders.arguments.host=127.0.0.1",
                        "cache.orders.arguments.port=" + TestRedis.shared().port())
                .run(context -> {
                    context.getBean(CacheRegion.class).set("key", "value");
                    assertThat(context.getBean(CacheRegion.class).<Object>get("key"))
                            .isEqualTo("value");
                });
    }

    @ParameterizedTest
    @CsvSource({"memory, false", "redis, true"})
    void whatRedisNeedsIsMadeForARegionOnRedisOnly(String backend, boolean made) {
        runner.withPropertyValues("cache.orders.backend=" + backend)
                .run(context -> assertThat(List.of("dogpileRedisConnector", "dogpileRedisCodecs", "dogpileJsonCodecs"))
                        .allMatch(context::containsBean)
                        .allMatch(bean -> context.getBeanFactory().containsSingleton(bean) == made));
    }

    @Test
    void aFactoryOfTheApplicationTakesThePlace() {
        RedisBackendFactory mine = new RedisBackendFactory(
                "dogpile.cache.redis",
                Set.of(),
                arguments -> {
                    throw new InvalidSettingException("mine", null, "was asked", "");
                },
                () -> RedisCodecs.standard(TypeAllowList.of()));
        region("redis")
                .withBean("mine", BackendFactory.class, () -> mine)
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("was asked"));
    }

    @Test
    void jsonIsMappedAsTheApplicationMapsIt() {
        region("redis")
                .withPropertyValues("cache.orders.arguments.allowed-types=" + Line.class.getName())
                .withBean(
                        JsonMapper.class,
                        () -> JsonMapper.builder()
                                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                                .build())
                .run(context -> {
                    CacheRegion region = context.getBean(CacheRegion.class);
                    region.set("key", new Line("tea"));
                    assertThat(stored(context.getBean(RedisConnectionFactory.class), "key"))
                            .endsWith("|{\"product_name\":\"tea\"}");
                    assertThat(region.<Object>get("key")).isEqualTo(new Line("tea"));
                });
    }

    @Test
    void sizesHaveUnits() {
        region("redis")
                .withPropertyValues(
                        "cache.orders.arguments.maximum-value-size=1KB",
                        "cache.orders.arguments.compression-threshold=2KB",
                        "cache.orders.arguments.serializer=string")
                .run(context -> {
                    CacheRegion region = context.getBean(CacheRegion.class);
                    region.set("large", "x".repeat(1_025));
                    region.set("compressed", "x".repeat(2_049));
                    assertThat(region.<Object>get("large")).isNull();
                    assertThat(region.<String>get("compressed")).hasSize(2_049);
                });
        region("redis")
                .withPropertyValues("cache.orders.arguments.maximum-value-size=huge")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("cache.orders.arguments.maximum-value-size")
                        .hasMessageContaining("1MB"));
    }

    @Test
    void serializersAreBeans() {
        ApplicationContextRunner beans = region("redis")
                .withBean("springs", RedisSerializer.class, RedisSerializer::java)
                .withBean("ours", Codec.class, StringCodec::new);
        for (String name : List.of("springs", "ours")) {
            beans.withPropertyValues("cache.orders.arguments.serializer=" + name)
                    .run(context -> {
                        CacheRegion region = context.getBean(CacheRegion.class);
                        region.set(name, "value");
                        assertThat(region.<Object>get(name)).isEqualTo("value");
                    });
        }
        beans.withPropertyValues("cache.orders.arguments.serializer=spring")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("cache.orders.arguments.serializer")
                        .hasMessageContaining("springs"));
    }

    @Test
    void nothingIsThereWithoutAConnectionFactory() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(DogpileAutoConfiguration.class, DogpileRedisAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(SpringRedisConnector.class));
    }

    @ParameterizedTest
    @ValueSource(classes = {RedisConnectionFactory.class, CircuitBreaker.class, RedisClient.class})
    void nothingFailsWithoutALibrary(Class<?> type) {
        runner.withClassLoader(new FilteredClassLoader(type.getPackageName()))
                .withPropertyValues("cache.orders.backend=memory", "spring.data.redis.client-type=jedis")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(CacheRegion.class));
    }

    @Test
    void withoutJacksonTheOtherSerializersWork() {
        region("redis")
                .withClassLoader(new FilteredClassLoader("tools.jackson"))
                .withPropertyValues("cache.orders.arguments.serializer=string")
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean(JsonCodecs.class);
                    context.getBean(CacheRegion.class).set("key", "value");
                });
    }

    /** Class loaders that hide a library from Spring don't hide it from the core. */
    @Test
    void aMissingLibraryIsSaidByTheNameOfWhatToAdd() {
        RedisBackendFactory lacking = new RedisBackendFactory(
                "dogpile.cache.redis",
                Set.of(),
                arguments -> {
                    throw new NoClassDefFoundError("io/lettuce/core/RedisClient");
                },
                () -> RedisCodecs.standard(TypeAllowList.of()));
        region("redis")
                .withBean("lacking", BackendFactory.class, () -> lacking)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("cache.orders.backend=dogpile.cache.redis")
                        .hasStackTraceContaining("spring-boot-starter-data-redis"));
    }

    private ApplicationContextRunner region(String backend) {
        return runner.withPropertyValues(
                "cache.orders.backend=" + backend, "cache.orders.arguments.key-prefix=" + keyPrefix);
    }

    private String stored(RedisConnectionFactory factory, String key) {
        byte[] bytes = factory.getConnection().stringCommands().get((keyPrefix + key).getBytes());
        return bytes == null ? "nothing" : new String(bytes);
    }

    record Line(String productName) {}
}
