package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.Inside;
import io.dogpile.region.RegionConfig;
import io.dogpile.settings.InvalidSettingException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What regions are built with. */
@Timeout(60)
class RegionPoliciesTests {

    private final AtomicReference<RegionConfig> config = new AtomicReference<>();
    private final ApplicationContextRunner runner =
            Runners.withRegion().withBean(RegionCustomizer.class, () -> (name, builder) -> config.set(builder.build()));

    @Test
    void everyPolicyReachesItsRegion() {
        runner.withPropertyValues(
                        "cache.local.expiration-jitter=0.1",
                        "cache.local.null-expiration-time=10",
                        "cache.local.failure-expiration-time=2s",
                        "cache.local.cached-failures=java.io.IOException",
                        "cache.local.serve-stale-on-error=1h",
                        "cache.local.retry-backoff=500ms",
                        "cache.local.maximum-retry-backoff=30",
                        "cache.local.creation-soft-timeout=0",
                        "dogpile.defaults.creation-timeout=5",
                        "cache.local.maximum-creations=4",
                        "cache.local.early-refresh=1",
                        "cache.local.early-refresh-threshold=0.8",
                        "cache.local.version-of=#result.length()",
                        "cache.local.explain=100")
                .run(context -> assertThat(context.getBean(CacheRegion.class).settings())
                        .containsEntry("expiration-jitter", 0.1)
                        .containsEntry("null-expiration-time", Duration.ofSeconds(10))
                        .containsEntry("failure-expiration-time", Duration.ofSeconds(2))
                        .containsEntry("cached-failures", List.of("java.io.IOException"))
                        .containsEntry("serve-stale-on-error", Duration.ofHours(1))
                        .containsEntry("retry-backoff", Duration.ofMillis(500))
                        .containsEntry("maximum-retry-backoff", Duration.ofSeconds(30))
                        .containsEntry("creation-soft-timeout", Duration.ZERO)
                        .containsEntry("creation-timeout", Duration.ofSeconds(5))
                        .containsEntry("maximum-creations", 4)
                        .containsEntry("early-refresh", 1.0)
                        .containsEntry("early-refresh-threshold", 0.8)
                        .containsEntry("version-of", "#result.length()")
                        .containsEntry("explain", 100));
    }

    @Test
    void regionsHaveNoPoliciesUnlessSet() {
        runner.run(context -> assertThat(context.getBean(CacheRegion.class).settings())
                .containsOnlyKeys(
                        "backend",
                        "expiration-time",
                        "serve-stale",
                        "wait-timeout",
                        "async-creation",
                        "cache-null-values",
                        "outage-copies",
                        "record-stats"));
    }

    @Test
    void creatorsWithALimitHaveTheirCallersContext() {
        runner.run(context -> {
            CompletableFuture<String> seen = new CompletableFuture<>();
            MDC.put("request", "4711");
            try {
                Inside.creationExecutor(config.get()).execute(() -> seen.complete(MDC.get("request")));
            } finally {
                MDC.clear();
            }
            assertThat(seen.join()).isEqualTo("4711");
        });
    }

    @Test
    void creatorsWithALimitRunOnVirtualThreadsIfTheApplicationWantsThem() {
        runner.withPropertyValues("spring.threads.virtual.enabled=true").run(context -> {
            Thread thread = threadOf(Inside.creationExecutor(config.get()));
            assertThat(thread.getName()).startsWith("dogpile-limited-");
            assertThat(thread.getClass().getName().equals("java.lang.VirtualThread"))
                    .as("a virtual thread, where there are any")
                    .isEqualTo(Runtime.version().feature() >= 21);
        });
    }

    @Test
    void creatorsWithALimitDoNotWaitForEachOthersThreads() {
        runner.run(context -> {
            Executor executor = Inside.creationExecutor(config.get());
            CompletableFuture<Void> last = new CompletableFuture<>();
            for (int i = 0; i < 100; i++) {
                executor.execute(last::join);
            }
            executor.execute(() -> last.complete(null));
            last.join();
            assertThat(last).isCompleted();
        });
    }

    @Test
    void earlyRefreshesRunWhereStaleValuesAreRecreatedInTheBackground() {
        runner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
                .withPropertyValues("cache.local.early-refresh=1")
                .run(context -> assertThat(
                                threadOf(Inside.refreshExecutor(config.get())).getName())
                        .startsWith("task-"));
        runner.run(context -> assertThat(
                        threadOf(Inside.refreshExecutor(config.get())).getName())
                .startsWith("dogpile-creation-"));
    }

    @Test
    void anAbsentExecutorStopsTheStartIfARegionRefreshesEarly() {
        runner.withPropertyValues("dogpile.background.executor=absent", "cache.local.early-refresh-threshold=0.8")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasRootCauseInstanceOf(InvalidSettingException.class)
                        .rootCause()
                        .hasMessageStartingWith("dogpile.background.executor=absent: "));
    }

    private static Thread threadOf(Executor executor) {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        executor.execute(() -> thread.complete(Thread.currentThread()));
        return thread.join();
    }
}
