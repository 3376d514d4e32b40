package io.dogpile.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionConfig;
import io.dogpile.testing.Gate;
import io.dogpile.testing.MutableClock;
import io.dogpile.testing.Task;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.aopalliance.intercept.MethodInterceptor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** P2 for annotated methods whose region creates in the background. */
@Timeout(60)
class BackgroundRefreshTests {

    private final MutableClock clock = new MutableClock();
    private final ExecutorService background =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "background"));
    private final List<String> advised = new CopyOnWriteArrayList<>();
    private final CacheRegion region = CacheRegion.of(
            "books",
            RegionConfig.builder("memory")
                    .expirationTime(Duration.ofMinutes(1))
                    .clock(clock)
                    .asyncCreation(background)
                    .build());

    @AfterEach
    void close() {
        background.shutdownNow();
    }

    @Test
    void nobodyWaitsAndTheAdviceInsideTheCacheRuns() {
        try (AnnotationConfigApplicationContext context = context()) {
            Books books = context.getBean(Books.class);
            books.gate().open();
            assertThat(books.title(1)).isEqualTo("by " + Thread.currentThread().getName());
            clock.advance(Duration.ofMinutes(1));
            books.close();

            assertThat(books.title(1)).isEqualTo("by " + Thread.currentThread().getName());
            assertThat(books.title(1)).isEqualTo("by " + Thread.currentThread().getName());
            books.gate().open();

            Awaitility.await().until(() -> books.title(1).equals("by background"));
            assertThat(advised).containsExactly(Thread.currentThread().getName(), "background");
        }
    }

    /** An invocation proceeds once: a second time it would leave out the advice. */
    @Test
    void aCallerWhoCallsTheMethodAllTheSameGetsItsAdviceToo() {
        try (AnnotationConfigApplicationContext context = context()) {
            Books books = context.getBean(Books.class);
            books.gate().open();
            books.titleAndPut(1);
            clock.advance(Duration.ofMinutes(1));

            Task.start("caller", () -> books.titleAndPut(1)).value();

            Awaitility.await().until(() -> advised.size() == 3);
            assertThat(advised).containsExactlyInAnyOrder(Thread.currentThread().getName(), "background", "caller");
        }
    }

    private AnnotationConfigApplicationContext context() {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean("manager", CacheManager.class, () -> DogpileCacheManager.of(List.of(region)));
        context.register(Annotated.class);
        context.registerBean(CacheableProtection.class);
        context.registerBean(
                "advisor",
                StaticMethodMatcherPointcutAdvisor.class,
                this::innerAdvisor,
                definition -> definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE));
        context.registerBean("books", Books.class);
        context.refresh();
        return context;
    }

    private StaticMethodMatcherPointcutAdvisor innerAdvisor() {
        MethodInterceptor advice = invocation -> {
            advised.add(Thread.currentThread().getName());
            return invocation.proceed();
        };
        StaticMethodMatcherPointcutAdvisor advisor = new StaticMethodMatcherPointcutAdvisor(advice) {
            @Override
            public boolean matches(Method method, Class<?> targetClass) {
                return method.getName().startsWith("title");
            }
        };
        advisor.setOrder(10);
        return advisor;
    }

    @EnableCaching(order = 1)
    static class Annotated {}

    static class Books {

        private volatile Gate gate = new Gate();

        public Gate gate() {
            return gate;
        }

        public void close() {
            gate = new Gate();
        }

        @Cacheable("books")
        public String title(int id) {
            try {
                gate.pass();
            } catch (InterruptedException interruption) {
                throw new IllegalStateException(interruption);
            }
            return "by " + Thread.currentThread().getName();
        }

        @Caching(cacheable = @Cacheable("books"), put = @CachePut(cacheNames = "books", key = "'put'"))
        public String titleAndPut(int id) {
            return title(id);
        }
    }
}
