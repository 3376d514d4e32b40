package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.redis.TestCluster;
import io.dogpile.region.CacheRegion;
import io.dogpile.testing.Storm;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Two applications on one Redis Cluster. */
class ClusterApplicationTests {

    private static final String[] NODES = TestCluster.shared().nodes().toArray(String[]::new);

    private final String keyPrefix = UUID.randomUUID() + ":";

    /** Through the application's connection, or through one of the region's own. */
    static List<List<String>> settings() {
        String cluster = "spring.data.redis.cluster.nodes=" + String.join(",", NODES);
        List<String> own = IntStream.range(0, NODES.length)
                .mapToObj(node -> "cache.orders.arguments.startup-nodes[" + node + "]=" + NODES[node])
                .toList();
        return List.of(
                List.of(cluster, "cache.orders.backend=redis"),
                List.of(cluster, "cache.orders.backend=redis_cluster", "spring.data.redis.client-type=jedis"),
                Stream.concat(own.stream(), Stream.of("cache.orders.backend=redis_cluster"))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("settings")
    void oneCreationPerKeyInBothApplications(List<String> settings) {
        withTwoRegions(settings, (one, two) -> {
            AtomicInteger creations = new AtomicInteger();
            try (Storm storm = new Storm(8)) {
                for (int round = 1; round <= 10; round++) {
                    String key = "key-" + round;
                    Storm.Results<String> results = storm.runEach(number -> () -> (number % 2 == 0 ? one : two)
                            .getOrCreate(key, () -> "value " + creations.incrementAndGet()));
                    assertThat(results.failures()).isEmpty();
                    assertThat(results.values()).hasSize(8).containsOnly("value " + round);
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("settings")
    void anInvalidationReachesTheOtherApplication(List<String> settings) {
        withTwoRegions(settings, (one, two) -> {
            two.set("key", "value");
            assertThat(one.<String>get("key")).isEqualTo("value");
            one.invalidate();
            Awaitility.await().until(() -> two.<Object>get("key") == null);
        });
    }

    private void withTwoRegions(List<String> settings, BiConsumer<CacheRegion, CacheRegion> test) {
        ApplicationContextRunner runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DataRedisAutoConfiguration.class,
                        DogpileAutoConfiguration.class,
                        DogpileRedisAutoConfiguration.class))
                .withPropertyValues("cache.orders.arguments.key-prefix=" + keyPrefix)
                .withPropertyValues(settings.toArray(String[]::new));
        runner.run(
                one -> runner.run(two -> test.accept(one.getBean(CacheRegion.class), two.getBean(CacheRegion.class))));
    }
}
