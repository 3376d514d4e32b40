package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.redis.TestRedis;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionListener;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Stall;
import io.dogpile.testing.Task;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

/** What becomes of background creations when the application ends: on Boot's threads, virtual ones, and our own. */
@Timeout(60)
class BackgroundShutdownTests {

    private static final String BOOTS = "spring.task.execution.pool.core-size=1";
    private static final String VIRTUAL = "spring.threads.virtual.enabled=true";
    private static final String OWN = "own threads";

    private final String keyPrefix = UUID.randomUUID() + ":";
    private final List<String> rejected = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {BOOTS, VIRTUAL, OWN})
    void theEndWaitsForRunningCreationsAndTheyAreStored(String threads) {
        Gate gate = new Gate();
        runner(threads, "30s").run(context -> {
            CacheRegion region = staleRegion(context);
            assertThat(region.<String>getOrCreate("a", gate.then("new"))).isEqualTo("old");
            gate.awaitReached();

            Task<Void> closing = close(context).awaitWaiting();
            await().until(() -> {
                assertThat(region.<String>getOrCreate("b", () -> "refused")).isEqualTo("old");
                return rejected.contains("b");
            });
            assertThat(closing.isDone()).isFalse();
            gate.open();
            closing.value();
        });
        runner(threads, "30s")
                .run(context -> assertThat(context.getBean(CacheRegion.class).<String>get("a"))
                        .isEqualTo("new"));
    }

    @ParameterizedTest
    @ValueSource(strings = {BOOTS, VIRTUAL, OWN})
    void theEndWaitsForCreationsThatKeepNoThreadToo(String threads) {
        Stall<String> stall = new Stall<>();
        runner(threads, "30s").run(context -> {
            CacheRegion region = staleRegion(context);
            assertThat(region.getOrCreateAsync("a", stall).join()).isEqualTo("old");
            await().until(() -> stall.calls() == 1);

            Task<Void> closing = close(context).awaitWaiting();
            await().until(() -> {
                assertThat(region.<String>getOrCreate("b", () -> "refused")).isEqualTo("old");
                return rejected.contains("b");
            });
            assertThat(closing.isDone()).isFalse();
            stall.answer.complete("new");
            closing.value();
        });
        runner(threads, "30s")
                .run(context -> assertThat(context.getBean(CacheRegion.class).<String>get("a"))
                        .isEqualTo("new"));
    }

    @ParameterizedTest
    @ValueSource(strings = {BOOTS, VIRTUAL, OWN})
    void aCreationThatHangsHoldsTheEndNoLongerThanTheLimit(String threads) {
        Gate gate = new Gate();
        runner(threads, "300ms").run(context -> {
            staleRegion(context).getOrCreate("a", gate.then("new"));
            gate.awaitReached();

            close(context).value();
        });
        gate.open();
    }

    @ParameterizedTest
    @ValueSource(strings = {BOOTS, OWN})
    void creationsThatHaveNotBegunAreDropped(String threads) {
        Gate gate = new Gate();
        List<String> created = new CopyOnWriteArrayList<>();
        runner(threads, "30s").run(context -> {
            CacheRegion region = staleRegion(context);
            for (int i = 0; i < 100; i++) {
                int number = i;
                region.getOrCreate("queued " + number, () -> {
                    created.add("queued " + number);
                    gate.pass();
                    return "new";
                });
            }
            gate.awaitReached();
            assertThat(region.keyIsLocked("queued 99")).isTrue();

            Task<Void> closing = close(context);
            await().until(() -> !region.keyIsLocked("queued 99"));
            gate.open();
            closing.value();

            assertThat(created).isNotEmpty().hasSizeLessThan(99).doesNotContain("queued 99");
        });
    }

    /** As a test's context is paused, or an application that is frozen into an image. */
    @ParameterizedTest
    @ValueSource(strings = {BOOTS, VIRTUAL, OWN})
    void afterARestartThereAreCreationsAgain(String threads) {
        runner(threads, "30s")
                .withPropertyValues("cache.local.backend=memory", "cache.local.async-creation=true")
                .run(context -> {
                    CacheRegion region = context.getBean("localCacheRegion", CacheRegion.class);
                    region.set("a", "old");
                    region.invalidate(false);
                    lifecycle(context).stop();
                    assertThat(region.<String>getOrCreate("a", () -> "refused")).isEqualTo("old");
                    assertThat(rejected).containsExactly("a");

                    lifecycle(context).start();
                    await().until(() -> {
                        region.getOrCreate("a", () -> "new");
                        return "new".equals(region.get("a"));
                    });
                });
    }

    private static ConfigurableApplicationContext lifecycle(AssertableApplicationContext context) {
        return context.getSourceApplicationContext(ConfigurableApplicationContext.class);
    }

    private static Task<Void> close(AssertableApplicationContext context) {
        return Task.start("closing", () -> {
            lifecycle(context).close();
            return null;
        });
    }

    private static CacheRegion staleRegion(AssertableApplicationContext context) {
        CacheRegion region = context.getBean(CacheRegion.class);
        List.of("a", "b").forEach(key -> region.set(key, "old"));
        for (int i = 0; i < 100; i++) {
            region.set("queued " + i, "old");
        }
        region.invalidate(false);
        return region;
    }

    private ApplicationContextRunner runner(String threads, String limit) {
        ApplicationContextRunner runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        LifecycleAutoConfiguration.class,
                        DataRedisAutoConfiguration.class,
                        DogpileAutoConfiguration.class,
                        DogpileCacheAutoConfiguration.class,
                        DogpileRedisAutoConfiguration.class))
                .withBean(RegionListener.class, () -> new RegionListener() {
                    @Override
                    public void onBackgroundRejected(String region, Object key, RejectedExecutionException reason) {
                        rejected.add(String.valueOf(key));
                    }
                })
                .withPropertyValues(
                        "spring.lifecycle.timeout-per-shutdown-phase=" + limit,
                        "spring.data.redis.host=127.0.0.1",
                        "spring.data.redis.port=" + TestRedis.shared().port(),
                        "cache.shop.backend=redis",
                        "cache.shop.async-creation=true",
                        "cache.shop.expiration-time=1h",
                        "cache.shop.arguments.key-prefix=" + keyPrefix);
        return threads.equals(OWN)
                ? runner
                : runner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
                        .withPropertyValues(threads);
    }
}
