package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.redis.TestRedis;
import io.dogpile.region.CacheRegion;
import io.dogpile.testing.Storm;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Two applications on one Redis, each with the connection that Boot makes. */
class RedisApplicationTests {

    private static final int THREADS = 40;

    private final String keyPrefix = UUID.randomUUID() + ":";

    @ParameterizedTest
    @ValueSource(strings = {"lettuce", "jedis"})
    void twoApplicationsShareOneCreation(String client) {
        AtomicInteger creations = new AtomicInteger();
        runner(client)
                .run(one -> runner(client).run(two -> {
                    List<CacheRegion> regions = List.of(one.getBean(CacheRegion.class), two.getBean(CacheRegion.class));
                    try (Storm storm = new Storm(THREADS)) {
                        Storm.Results<String> results = storm.runEach(number -> () -> regions.get(number % 2)
                                .getOrCreate("key", () -> "value " + creations.incrementAndGet()));
                        assertThat(results.failures()).isEmpty();
                        assertThat(results.values()).hasSize(THREADS).containsOnly("value 1");
                    }
                    assertThat(creations).hasValue(1);
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lettuce", "jedis"})
    void methodsReadBackWhatAnotherApplicationCached(String client) {
        runner(client)
                .run(one -> runner(client).run(two -> {
                    Orders first = one.getBean(Orders.class);
                    Orders second = two.getBean(Orders.class);
                    Order order = first.order(1);
                    List<Order> orders = first.orders(1);
                    assertThat(second.order(1)).isEqualTo(order).isInstanceOf(Order.class);
                    assertThat(second.orders(1)).isEqualTo(orders).hasOnlyElementsOfType(Order.class);
                    assertThat(first.calls()).isEqualTo(2);
                    assertThat(second.calls()).isZero();
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lettuce", "jedis"})
    void anInvalidationReachesTheOtherApplication(String client) {
        runner(client)
                .run(one -> runner(client).run(two -> {
                    CacheRegion second = two.getBean(CacheRegion.class);
                    second.set("key", "value");
                    one.getBean(CacheRegion.class).invalidate();
                    Awaitility.await().until(() -> second.<Object>get("key") == null);
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lettuce", "jedis"})
    void anApplicationStartsWithoutRedis(String client) {
        TestRedis redis = TestRedis.start();
        redis.stop();
        runner(client)
                .withPropertyValues("spring.data.redis.port=" + redis.port())
                .run(context -> {
                    CacheRegion region = context.getBean(CacheRegion.class);
                    assertThat(region.<String>getOrCreate("key", () -> "created"))
                            .isEqualTo("created");
                    redis.restart();
                    Awaitility.await().ignoreExceptions().until(() -> {
                        region.set("key", "stored");
                        return "stored".equals(region.<Object>get("key"));
                    });
                });
        redis.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lettuce", "jedis"})
    void closingARegionLeavesTheConnectionToTheApplication(String client) {
        runner(client).run(context -> {
            context.getBean(CacheRegion.class).set("key", "value");
            context.getBean(CacheRegion.class).close();
            RedisConnectionFactory factory = context.getBean(RedisConnectionFactory.class);
            assertThat(factory.getConnection().ping()).isEqualTo("PONG");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"lettuce", "jedis"})
    void noThreadsAreLeft(String client) {
        Set<Thread> others = threads();
        runner(client).run(context -> {
            context.getBean(CacheRegion.class).set("key", "value");
            assertThat(threads()).anyMatch(thread -> !others.contains(thread));
        });
        Awaitility.await().untilAsserted(() -> assertThat(others).containsAll(threads()));
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("dogpile-redis")
                        || thread.getName().startsWith("lettuce-nio"))
                .collect(Collectors.toSet());
    }

    private ApplicationContextRunner runner(String client) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DataRedisAutoConfiguration.class,
                        DogpileAutoConfiguration.class,
                        DogpileCacheAutoConfiguration.class,
                        DogpileRedisAutoConfiguration.class))
                .withInitializer(context -> AutoConfigurationPackages.register(
                        (BeanDefinitionRegistry) context.getBeanFactory(),
                        RedisApplicationTests.class.getPackageName()))
                .withBean(Orders.class)
                .withPropertyValues(
                        "spring.data.redis.host=127.0.0.1",
                        "spring.data.redis.port=" + TestRedis.shared().port(),
                        "spring.data.redis.client-type=" + client,
                        "cache.orders.backend=redis",
                        "cache.orders.expiration-time=5m",
                        "cache.orders.arguments.key-prefix=" + keyPrefix);
    }

    record Order(long id, String customer) {}

    static class Orders {

        private final AtomicInteger calls = new AtomicInteger();

        public int calls() {
            return calls.get();
        }

        @Cacheable(cacheNames = "orders", sync = true, key = "'one ' + #id")
        public Order order(long id) {
            calls.incrementAndGet();
            return new Order(id, "Ada");
        }

        @Cacheable(cacheNames = "orders", sync = true, key = "'all ' + #id")
        public List<Order> orders(long id) {
            calls.incrementAndGet();
            return List.of(new Order(id, "Ada"), new Order(id + 1, "Bob"));
        }
    }
}
