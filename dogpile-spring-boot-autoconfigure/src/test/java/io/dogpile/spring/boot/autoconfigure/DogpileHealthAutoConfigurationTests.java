package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.redis.TestRedis;
import io.dogpile.region.CacheRegion;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** P7: an outage is seen from outside, and is not taken for the application's own. */
class DogpileHealthAutoConfigurationTests {

    private final ApplicationContextRunner runner =
            Runners.withRegion().withConfiguration(AutoConfigurations.of(DogpileHealthAutoConfiguration.class));

    @Test
    void aRegionWhoseBackendAnswersIsUp() {
        runner.run(context -> assertThat(context.getBean(HealthIndicator.class).health())
                .isEqualTo(Health.up().withDetail("local", "up").build()));
    }

    @Test
    void aRegionWhoseRedisIsDownIsDegradedUntilItIsBack() {
        TestRedis redis = TestRedis.start();
        try {
            runner.withPropertyValues("cache.shared.backend=redis", "cache.shared.arguments.port=" + redis.port())
                    .run(context -> {
                        HealthIndicator indicator = context.getBean(HealthIndicator.class);
                        CacheRegion shared = context.getBean("sharedCacheRegion", CacheRegion.class);
                        assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);

                        redis.stop();
                        shared.getOrCreate("key", () -> "value");

                        Health degraded = indicator.health();
                        assertThat(degraded.getStatus().getCode()).isEqualTo("DEGRADED");
                        assertThat(degraded.getDetails())
                                .containsEntry("local", "up")
                                .hasEntrySatisfying(
                                        "shared",
                                        reason -> assertThat(reason.toString()).startsWith("Redis "));

                        redis.restart();
                        Awaitility.await()
                                .untilAsserted(() -> assertThat(indicator.health())
                                        .isEqualTo(Health.up()
                                                .withDetails(Map.of("local", "up", "shared", "up"))
                                                .build()));
                    });
        } finally {
            redis.stop();
        }
    }

    @Test
    void canBeSwitchedOff() {
        runner.withPropertyValues("management.health.dogpile.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
        runner.withPropertyValues("dogpile.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void needsBootsHealthModule() {
        runner.withClassLoader(new FilteredClassLoader(HealthIndicator.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("dogpileHealthIndicator"));
    }

    @Test
    void leavesTheNameToTheApplication() {
        HealthIndicator own = () -> Health.unknown().build();
        runner.withBean("dogpileHealthIndicator", HealthIndicator.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(HealthIndicator.class)).isSameAs(own));
    }
}
