package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.region.CacheRegion;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class BackgroundCreationTests {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

    private final ApplicationContextRunner runner = Runners.withRegion()
            .withBean(InstantSource.class, () -> now::get)
            .withPropertyValues("cache.local.async-creation=true", "cache.local.expiration-time=10");

    @Test
    void bootsExecutorIsUsed() {
        runner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
                .run(context -> {
                    assertThat(context).hasSingleBean(Executor.class);
                    assertThat(refreshingThread(context.getBean(CacheRegion.class)))
                            .startsWith("task-");
                });
    }

    @Test
    void withoutBootsExecutorThereIsAPool() {
        runner.run(context -> {
            assertThat(context).doesNotHaveBean(Executor.class);
            assertThat(refreshingThread(context.getBean(CacheRegion.class))).startsWith("dogpile-creation-");
        });
    }

    @Test
    void anotherBeanOfThatNameIsIgnored() {
        runner.withBean(BackgroundCreation.APPLICATION_TASK_EXECUTOR, String.class, () -> "no executor")
                .run(context -> assertThat(refreshingThread(context.getBean(CacheRegion.class)))
                        .startsWith("dogpile-creation-"));
    }

    @Test
    void withoutAsyncCreationTheElectedCallerCreates() {
        runner.withPropertyValues("cache.local.async-creation=false")
                .run(context -> assertThat(refreshingThread(context.getBean(CacheRegion.class)))
                        .isEqualTo(Thread.currentThread().getName()));
    }

    private String refreshingThread(CacheRegion region) throws Exception {
        region.set("key", "old");
        now.updateAndGet(instant -> instant.plusSeconds(11));
        CompletableFuture<String> thread = new CompletableFuture<>();
        region.getOrCreate("key", () -> {
            thread.complete(Thread.currentThread().getName());
            return "new";
        });
        String name = thread.get(30, TimeUnit.SECONDS);
        await().until(() -> "new".equals(region.get("key")));
        return name;
    }
}
