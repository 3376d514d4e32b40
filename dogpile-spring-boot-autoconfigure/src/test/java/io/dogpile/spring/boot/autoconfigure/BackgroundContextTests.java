package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.region.CacheRegion;
import io.dogpile.testing.MutableClock;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** What a creation in the background knows of the request that caused it. */
@Timeout(60)
class BackgroundContextTests {

    private static final Context NONE = new Context(null, null, null);

    private final MutableClock clock = new MutableClock();
    private final ObservationRegistry observations = ObservationRegistry.create();

    /** One thread, so that what is left behind on it shows. */
    private final ApplicationContextRunner boot = Runners.withRegion()
            .withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
            .withBean(InstantSource.class, () -> clock)
            .withPropertyValues(
                    "cache.local.async-creation=true",
                    "cache.local.expiration-time=10",
                    "spring.task.execution.pool.core-size=1");

    BackgroundContextTests() {
        observations.observationConfig().observationHandler(context -> true);
    }

    @AfterEach
    void leaveNothing() {
        MDC.clear();
        SecurityContextHolder.clearContext();
        ContextRegistry.getInstance().removeThreadLocalAccessor(Counted.KEY);
        Counted.VALUE.remove();
    }

    @Test
    void aCreationSeesTheContextOfItsCallerAndLeavesNoneBehind() {
        boot.run(context -> {
            CacheRegion region = context.getBean(CacheRegion.class);
            Executor executor = context.getBean("applicationTaskExecutor", Executor.class);
            assertThat(asCaller("ada", () -> refresh(region))).isEqualTo(new Context("ada", "ada", "ada"));
            assertThat(on(executor)).isEqualTo(NONE);
            assertThat(asCaller("bob", () -> refresh(region))).isEqualTo(new Context("bob", "bob", "bob"));
            assertThat(refresh(region)).isEqualTo(NONE);
        });
    }

    @Test
    void theContextOfTheThreadIsRestored() {
        boot.run(context -> {
            Executor executor = context.getBean("applicationTaskExecutor", Executor.class);
            executor.execute(() -> MDC.put("user", "of the thread"));
            assertThat(asCaller("ada", () -> refresh(context.getBean(CacheRegion.class)))
                            .user())
                    .isEqualTo("ada");
            assertThat(on(executor).user()).isEqualTo("of the thread");
            assertThat(refresh(context.getBean(CacheRegion.class)).user()).isNull();
            assertThat(on(executor).user()).isEqualTo("of the thread");
        });
    }

    @Test
    void itCanBeSwitchedOff() {
        boot.withPropertyValues("dogpile.propagate-context=false")
                .run(context -> assertThat(asCaller("ada", () -> refresh(context.getBean(CacheRegion.class))))
                        .isEqualTo(NONE));
    }

    @Test
    void withoutMicrometersLibraryTheMdcIsStillCarried() {
        boot.withClassLoader(new FilteredClassLoader(ContextSnapshot.class))
                .run(context -> assertThat(asCaller("ada", () -> refresh(context.getBean(CacheRegion.class))))
                        .isEqualTo(new Context("ada", null, null)));
    }

    @Test
    void withoutAnyLibraryNothingIsCarried() {
        boot.withClassLoader(new FilteredClassLoader(ContextSnapshot.class, MDC.class))
                .run(context -> assertThat(asCaller("ada", () -> refresh(context.getBean(CacheRegion.class))))
                        .isEqualTo(NONE));
    }

    /** Boot's own switch has everything but the MDC captured. */
    @Test
    void whatBootCapturesIsNotCapturedTwice() {
        ContextRegistry.getInstance().registerThreadLocalAccessor(new Counted());
        boot.run(context -> {
            Counted.VALUE.set("value");
            refresh(context.getBean(CacheRegion.class));
            assertThat(Counted.CAPTURES.getAndSet(0)).as("by dogpile").isOne();
        });
        boot.withPropertyValues("spring.task.execution.propagate-context=true").run(context -> {
            assertThat(asCaller("ada", () -> refresh(context.getBean(CacheRegion.class))))
                    .isEqualTo(new Context("ada", "ada", "ada"));
            assertThat(Counted.CAPTURES.getAndSet(0)).as("by Boot").isOne();
        });
    }

    private Context asCaller(String user, Refresh refresh) throws Exception {
        Observation request = Observation.start(user, observations);
        Observation.Scope scope = request.openScope();
        try {
            MDC.put("user", user);
            SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken(user, "secret"));
            return refresh.refresh();
        } finally {
            MDC.clear();
            SecurityContextHolder.clearContext();
            scope.close();
            request.stop();
        }
    }

    private Context refresh(CacheRegion region) throws Exception {
        region.set("key", "old");
        clock.advance(Duration.ofSeconds(11));
        CompletableFuture<Context> seen = new CompletableFuture<>();
        region.getOrCreate("key", () -> {
            seen.complete(current());
            return "new";
        });
        Context context = seen.get(30, TimeUnit.SECONDS);
        await().until(() -> "new".equals(region.get("key")));
        return context;
    }

    private Context on(Executor executor) throws Exception {
        CompletableFuture<Context> seen = new CompletableFuture<>();
        executor.execute(() -> seen.complete(current()));
        return seen.get(30, TimeUnit.SECONDS);
    }

    private Context current() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        Observation observation = observations.getCurrentObservation();
        return new Context(
                MDC.get("user"),
                authentication == null ? null : authentication.getName(),
                observation == null ? null : observation.getContext().getName());
    }

    private record Context(String user, String authentication, String observation) {}

    @FunctionalInterface
    private interface Refresh {

        Context refresh() throws Exception;
    }

    /** Counts how often its value is read, which is what capturing does, on the thread that has one. */
    private static final class Counted implements ThreadLocalAccessor<String> {

        static final String KEY = "counted";
        static final ThreadLocal<String> VALUE = new ThreadLocal<>();
        static final AtomicInteger CAPTURES = new AtomicInteger();

        @Override
        public Object key() {
            return KEY;
        }

        @Override
        public String getValue() {
            if (VALUE.get() != null && !Thread.currentThread().getName().startsWith("task-")) {
                CAPTURES.incrementAndGet();
            }
            return VALUE.get();
        }

        @Override
        public void setValue(String value) {
            VALUE.set(value);
        }

        @Override
        public void setValue() {
            VALUE.remove();
        }
    }
}
