package io.dogpile.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionConfig;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.beans.factory.xml.XmlBeanDefinitionReader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.AnnotationCacheOperationSource;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.LoggingCacheErrorHandler;
import org.springframework.cache.support.SimpleCacheManager;
import org.springframework.cache.transaction.TransactionAwareCacheDecorator;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Where protection is put in place, and where it is not, without Boot. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class CacheableProtectionTests {

    private final CacheRegion region =
            CacheRegion.of("books", RegionConfig.builder("memory").build());

    @Test
    void withEnableCaching() {
        try (AnnotationConfigApplicationContext context = context(Annotated.class)) {
            assertThat(context.getBean(CacheInterceptor.class)).isInstanceOf(ProtectedCalls.class);
            assertOneCall(context);
        }
    }

    @Test
    void withEnableCachingOfClassesAndAnOrder() {
        try (AnnotationConfigApplicationContext context = context(Ordered.class)) {
            assertOneCall(context);
        }
    }

    @Test
    void withXml() {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            prepare(context, DogpileCacheManager.of(List.of(region)), Object.class);
            new XmlBeanDefinitionReader(context)
                    .loadBeanDefinitions(new ByteArrayResource("""
                    <beans xmlns="http://www.springframework.org/schema/beans"
                           xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                           xmlns:cache="http://www.springframework.org/schema/cache"
                           xsi:schemaLocation="
                             http://www.springframework.org/schema/beans
                             https://www.springframework.org/schema/beans/spring-beans.xsd
                             http://www.springframework.org/schema/cache
                             https://www.springframework.org/schema/cache/spring-cache.xsd">
                      <cache:annotation-driven cache-manager="manager"/>
                    </beans>
                    """.getBytes(StandardCharsets.UTF_8)));
            context.refresh();

            assertOneCall(context);
        }
    }

    @Test
    void withAnInterceptorOfSomebodyElseAsFarAsSyncGoes(CapturedOutput output) {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.setAllowBeanDefinitionOverriding(true);
            prepare(context, DogpileCacheManager.of(List.of(region)), Annotated.class);
            context.addBeanFactoryPostProcessor(beans ->
                    ((BeanDefinitionRegistry) beans).registerBeanDefinition("cacheInterceptor", foreignInterceptor()));
            context.refresh();

            assertThat(context.getBean(CacheInterceptor.class)).isExactlyInstanceOf(ForeignInterceptor.class);
            assertOneCall(context);
            assertThat(output).containsOnlyOnce("which can't be replaced").contains("unless");
        }
    }

    private static RootBeanDefinition foreignInterceptor() {
        RootBeanDefinition definition = new RootBeanDefinition(ForeignInterceptor.class);
        definition.setRole(RootBeanDefinition.ROLE_INFRASTRUCTURE);
        definition.getPropertyValues().add("cacheOperationSource", new AnnotationCacheOperationSource());
        return definition;
    }

    @Test
    void forFuturesToo() {
        try (AnnotationConfigApplicationContext context = context(Annotated.class)) {
            Library library = context.getBean(Library.class);
            List<CompletableFuture<String>> futures = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                futures.add(library.later(1));
            }
            library.gate().open();

            assertThat(futures)
                    .allSatisfy(future ->
                            assertThat(future.get(30, TimeUnit.SECONDS)).isEqualTo("later 1"));
            assertThat(library.calls()).isEqualTo(1);
        }
    }

    @Test
    void throughDecoratorsOfCaches() {
        Cache decorated = new TransactionAwareCacheDecorator(new DogpileCache(region));
        try (AnnotationConfigApplicationContext context = context(manager(decorated), Annotated.class)) {
            assertOneCall(context);
        }
    }

    @Test
    void notWhereATransactionIsToDecideWhetherAValueIsCached() {
        Cache decorated = new TransactionAwareCacheDecorator(new DogpileCache(region));
        try (AnnotationConfigApplicationContext context = context(manager(decorated), Annotated.class)) {
            Library library = context.getBean(Library.class);
            library.gate().open();
            TransactionSynchronizationManager.initSynchronization();
            try {
                library.titleOf(1);
                assertThat(region.<Object>get(1)).isNull();
            } finally {
                TransactionSynchronizationManager.clear();
            }
        }
    }

    @Test
    void notForOtherCaches() {
        try (AnnotationConfigApplicationContext context =
                context(new ConcurrentMapCacheManager("books"), Annotated.class)) {
            Library library = context.getBean(Library.class);
            Task<String> one = Task.start(() -> library.titleOf(1));
            Task<String> two = Task.start(() -> library.titleOf(1));
            Awaitility.await().until(() -> library.calls() == 2);
            library.gate().open();

            assertThat(List.of(one.value(), two.value())).containsOnly("title 1");
        }
    }

    @Test
    void anErrorHandlerThatForgivesLetsTheCallGoOnWithoutTheCache() {
        CacheRegion broken = CacheRegion.of(
                "books", RegionConfig.builder("memory_pickle").build()); // refuses keys without a text of their own
        try (AnnotationConfigApplicationContext context =
                context(DogpileCacheManager.of(List.of(broken)), Forgiving.class)) {
            Library library = context.getBean(Library.class);
            library.gate().open();

            assertThat(library.titleOf(new Object())).isEqualTo("title of an object");
            assertThat(library.titleOf(new Object())).isEqualTo("title of an object");
            assertThat(library.calls()).isEqualTo(2);
        }
    }

    private static CacheManager manager(Cache cache) {
        SimpleCacheManager manager = new SimpleCacheManager();
        manager.setCaches(List.of(cache));
        manager.initializeCaches();
        return manager;
    }

    private AnnotationConfigApplicationContext context(Class<?> configuration) {
        return context(DogpileCacheManager.of(List.of(region)), configuration);
    }

    private AnnotationConfigApplicationContext context(CacheManager manager, Class<?> configuration) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        prepare(context, manager, configuration);
        context.refresh();
        return context;
    }

    private static void prepare(
            AnnotationConfigApplicationContext context, CacheManager manager, Class<?> configuration) {
        context.registerBean("manager", CacheManager.class, () -> manager);
        context.register(configuration);
        context.registerBean(CacheableProtection.class);
        context.registerBean("library", BookLibrary.class);
    }

    private static void assertOneCall(AnnotationConfigApplicationContext context) {
        Library library = context.getBean(Library.class);
        Callable<String> call = () -> library.titleOf(1);
        List<Task<String>> callers = new ArrayList<>();
        callers.add(Task.start(call));
        library.gate().awaitReached();
        for (int i = 1; i < 50; i++) {
            callers.add(Task.start(call));
        }
        callers.forEach(Task::awaitWaiting);
        library.gate().open();

        assertThat(callers).allSatisfy(caller -> assertThat(caller.value()).isEqualTo("title 1"));
        assertThat(library.calls()).isEqualTo(1);
    }

    @EnableCaching
    static class Annotated {}

    @EnableCaching(proxyTargetClass = true, order = 7)
    static class Ordered {}

    @EnableCaching
    static class Forgiving implements CachingConfigurer {

        @Override
        public CacheErrorHandler errorHandler() {
            return new LoggingCacheErrorHandler();
        }
    }

    /** Annotated itself, so that its implementations need not be. */
    @Cacheable("books")
    interface Library {

        String titleOf(Object id);

        CompletableFuture<String> later(int id);

        @Cacheable(cacheNames = "books", condition = "false")
        int calls();

        @Cacheable(cacheNames = "books", condition = "false")
        Gate gate();
    }

    static class BookLibrary implements Library {

        private final AtomicInteger calls = new AtomicInteger();
        private final Gate gate = new Gate();

        @Override
        public String titleOf(Object id) {
            calls.incrementAndGet();
            try {
                gate.pass();
            } catch (InterruptedException interruption) {
                throw new IllegalStateException(interruption);
            }
            return id instanceof Integer ? "title " + id : "title of an object";
        }

        @Override
        public CompletableFuture<String> later(int id) {
            return CompletableFuture.supplyAsync(() -> {
                calls.incrementAndGet();
                try {
                    gate.pass();
                } catch (InterruptedException interruption) {
                    throw new IllegalStateException(interruption);
                }
                return "later " + id;
            });
        }

        @Override
        public int calls() {
            return calls.get();
        }

        @Override
        public Gate gate() {
            return gate;
        }
    }

    static class ForeignInterceptor extends CacheInterceptor {

        private static final long serialVersionUID = 1L;
    }
}
