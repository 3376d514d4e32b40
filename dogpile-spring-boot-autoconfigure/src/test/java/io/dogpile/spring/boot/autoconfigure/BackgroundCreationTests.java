package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionListener;
import io.dogpile.settings.InvalidSettingException;
import io.dogpile.testing.Gate;
import io.dogpile.testing.MutableClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/** Which threads re-create stale values, and how many creations there may be. */
@Timeout(60)
class BackgroundCreationTests {

    private final MutableClock clock = new MutableClock();

    private final ApplicationContextRunner runner = Runners.withRegion()
            .withBean(InstantSource.class, () -> clock)
            .withPropertyValues("cache.local.async-creation=true", "cache.local.expiration-time=10");

    private final ApplicationContextRunner boot =
            runner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class));

    @Test
    void bootsExecutorIsUsed() {
        boot.run(context -> {
            assertThat(context).hasSingleBean(Executor.class);
            assertThat(refreshingThread(context.getBean(CacheRegion.class)).getName())
                    .startsWith("task-");
        });
    }

    @Test
    void withoutBootsExecutorThereIsAPool() {
        runner.run(context -> {
            assertThat(context).doesNotHaveBean(Executor.class);
            assertThat(refreshingThread(context.getBean(CacheRegion.class)).getName())
                    .startsWith("dogpile-creation-");
        });
    }

    @Test
    void threadsAreVirtualIfBootsAre() {
        boolean expected = Runtime.version().feature() >= 21;
        boot.withPropertyValues("spring.threads.virtual.enabled=true").run(context -> {
            Thread thread = refreshingThread(context.getBean(CacheRegion.class));
            assertThat(thread.getName()).startsWith("task-");
            assertThat(isVirtual(thread)).isEqualTo(expected);
        });
        runner.withPropertyValues("spring.threads.virtual.enabled=true").run(context -> {
            Thread thread = refreshingThread(context.getBean(CacheRegion.class));
            assertThat(thread.getName()).startsWith("dogpile-creation-");
            assertThat(isVirtual(thread)).isEqualTo(expected);
        });
        runner.run(context -> assertThat(isVirtual(refreshingThread(context.getBean(CacheRegion.class))))
                .isFalse());
    }

    /** They may be meant for anything, and may have one thread, or none to spare. */
    @Test
    void executorsOfTheApplicationAreNotTakenUnasked() {
        ApplicationContextRunner several = boot.withBean("mail", Executor.class, () -> executor("mail-"))
                .withBean("taskExecutor", Executor.class, () -> executor("async-"));
        several.run(context -> {
            assertThat(context).doesNotHaveBean(BackgroundCreation.APPLICATION_TASK_EXECUTOR);
            assertThat(refreshingThread(context.getBean(CacheRegion.class)).getName())
                    .startsWith("dogpile-creation-");
        });
        several.withPropertyValues("spring.task.execution.mode=force")
                .run(context -> assertThat(refreshingThread(context.getBean(CacheRegion.class))
                                .getName())
                        .startsWith("task-"));
    }

    @Test
    void anExecutorOfTheApplicationIsUsedIfItIsNamed() {
        boot.withBean("mail", Executor.class, () -> executor("mail-"))
                .withBean("creations", Executor.class, () -> executor("creations-"))
                .withPropertyValues("spring.task.execution.mode=force", "dogpile.background.executor=creations")
                .run(context -> assertThat(refreshingThread(context.getBean(CacheRegion.class))
                                .getName())
                        .startsWith("creations-"));
    }

    @Test
    void anUnknownExecutorIsAnError() {
        boot.withBean("creations", Executor.class, () -> executor("creations-"))
                .withBean("text", String.class, () -> "no executor")
                .withPropertyValues("dogpile.background.executor=creation")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidSettingException.class)
                        .hasMessageContaining("dogpile.background.executor=creation")
                        .hasMessageContaining("Did you mean 'creations'?"));
        boot.withBean("text", String.class, () -> "no executor")
                .withPropertyValues("dogpile.background.executor=text")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidSettingException.class)
                        .hasMessageContaining("of type Executor"));
    }

    @Test
    void settingsThatCanNotBeUsedAreErrors() {
        runner.withPropertyValues("dogpile.background.capacity=0")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidSettingException.class)
                        .hasMessageContaining("dogpile.background.capacity=0"));
        runner.withPropertyValues("dogpile.background.capacty=5")
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(InvalidSettingException.class)
                        .hasMessageContaining("Did you mean 'capacity'?"));
    }

    @Test
    void anotherBeanOfThatNameIsIgnored() {
        runner.withBean(BackgroundCreation.APPLICATION_TASK_EXECUTOR, String.class, () -> "no executor")
                .run(context -> assertThat(refreshingThread(context.getBean(CacheRegion.class))
                                .getName())
                        .startsWith("dogpile-creation-"));
    }

    @Test
    void withoutAsyncCreationTheElectedCallerCreates() {
        runner.withPropertyValues("cache.local.async-creation=false")
                .run(context -> assertThat(refreshingThread(context.getBean(CacheRegion.class)))
                        .isSameAs(Thread.currentThread()));
    }

    /** Boot's executor alone would queue them without end. */
    @Test
    void creationsOverTheCapacityOfAllRegionsServeStaleAndAreCounted() {
        Rejections rejections = new Rejections();
        Gate gate = new Gate();
        boot.withBean(RegionListener.class, () -> rejections)
                .withPropertyValues(
                        "dogpile.background.capacity=2",
                        "spring.task.execution.pool.core-size=1",
                        "cache.other.backend=memory",
                        "cache.other.async-creation=true",
                        "cache.other.expiration-time=10")
                .run(context -> {
                    CacheRegion local = context.getBean("localCacheRegion", CacheRegion.class);
                    CacheRegion other = context.getBean("otherCacheRegion", CacheRegion.class);
                    List.of("a", "b").forEach(key -> local.set(key, "old"));
                    List.of("c", "d").forEach(key -> other.set(key, "old"));
                    clock.advance(Duration.ofSeconds(11));

                    assertThat(local.<String>getOrCreate("a", gate.then("new"))).isEqualTo("old");
                    gate.awaitReached();
                    assertThat(other.<String>getOrCreate("c", gate.then("new"))).isEqualTo("old");
                    assertThat(local.<String>getOrCreate("b", gate.then("new"))).isEqualTo("old");
                    assertThat(other.<String>getOrCreate("d", gate.then("new"))).isEqualTo("old");
                    assertThat(rejections.keys).containsExactly("local b", "other d");
                    assertThat(rejections.reasons).allMatch(reason -> reason.contains("dogpile.background.capacity"));
                    assertThat(rejections.failures).isEmpty();
                    assertThat(local.keyIsLocked("b")).isFalse();

                    gate.open();
                    await().until(() -> "new".equals(local.get("a")) && "new".equals(other.get("c")));
                    await().until(() -> {
                        local.getOrCreate("b", () -> "new");
                        return "new".equals(local.get("b"));
                    });
                });
    }

    /** What the executor refuses itself doesn't take up room for ever. */
    @Test
    void whatTheExecutorRefusesIsCountedAndLeavesItsRoomToOthers() {
        Rejections rejections = new Rejections();
        boolean[] full = {true};
        runner.withBean(RegionListener.class, () -> rejections)
                .withBean("picky", Executor.class, () -> task -> {
                    if (full[0]) {
                        throw new RejectedExecutionException("picky");
                    }
                    task.run();
                })
                .withPropertyValues("dogpile.background.capacity=1", "dogpile.background.executor=picky")
                .run(context -> {
                    CacheRegion region = context.getBean(CacheRegion.class);
                    region.set("key", "old");
                    clock.advance(Duration.ofSeconds(11));
                    for (int i = 0; i < 3; i++) {
                        assertThat(region.<String>getOrCreate("key", () -> "new"))
                                .isEqualTo("old");
                    }
                    assertThat(rejections.reasons).containsExactly("picky", "picky", "picky");

                    full[0] = false;
                    region.getOrCreate("key", () -> "new");
                    assertThat(region.<String>get("key")).isEqualTo("new");
                });
    }

    private Thread refreshingThread(CacheRegion region) throws Exception {
        region.set("key", "old");
        clock.advance(Duration.ofSeconds(11));
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        region.getOrCreate("key", () -> {
            thread.complete(Thread.currentThread());
            return "new";
        });
        Thread refreshing = thread.get(30, TimeUnit.SECONDS);
        await().until(() -> "new".equals(region.get("key")));
        return refreshing;
    }

    private static boolean isVirtual(Thread thread) {
        return thread.getClass().getName().contains("VirtualThread");
    }

    private static Executor executor(String prefix) {
        return new SimpleAsyncTaskExecutor(prefix);
    }

    private static final class Rejections implements RegionListener {

        private final List<String> keys = new CopyOnWriteArrayList<>();
        private final List<String> reasons = new CopyOnWriteArrayList<>();
        private final List<Throwable> failures = new CopyOnWriteArrayList<>();

        @Override
        public void onBackgroundRejected(String region, Object key, RejectedExecutionException reason) {
            keys.add(region + " " + key);
            reasons.add(reason.getMessage());
        }

        @Override
        public void onBackgroundFailure(String region, Object key, Throwable error) {
            failures.add(error);
        }
    }
}
