package io.dogpile.spring.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Annotations on a class, which hold for its methods unless they have their own; and on an interface. */
@ParameterizedClass
@ValueSource(strings = {"memory", "memory_pickle", "redis"})
class ClassAnnotationBehaviourTests {

    private static ConfigurableApplicationContext context;

    private final String title = UUID.randomUUID().toString();
    private final Shelf shelf = context.getBean(Shelf.class);
    private final Stock stock = context.getBean(Stock.class);

    @SuppressWarnings("unused") // tells the invocations apart
    ClassAnnotationBehaviourTests(String backend) {}

    @BeforeParameterizedClassInvocation
    static void start(String backend) {
        context = Applications.start(backend, true, Library.class);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        context.close();
    }

    private static Cache cache(String name) {
        return Objects.requireNonNull(context.getBean(CacheManager.class).getCache(name));
    }

    @Test
    void everyMethodOfTheClassIsCached() {
        Item item = shelf.find(title);
        assertThat(shelf.find(title)).isEqualTo(item);
        assertThat(cache("main").get(title)).isNotNull();
    }

    @Test
    void aMethodsOwnAnnotationTakesThePlaceOfTheClasses() {
        Item item = shelf.find(title);
        shelf.evict(title);
        assertThat(cache("main").get(title)).isNull();
        assertThat(shelf.find(title)).isNotEqualTo(item);
    }

    @Test
    void aMethodsOwnAnnotationMayNameAnotherCache() {
        Item item = shelf.findElsewhere(title);
        assertThat(shelf.findElsewhere(title)).isEqualTo(item);
        assertThat(cache("main").get(title)).isNull();
        assertThat(cache("first").get(title)).isNotNull();
    }

    @Test
    void anExceptionComesAsItIs() {
        assertThatIllegalArgumentException().isThrownBy(() -> shelf.fail(title)).withMessage(title);
    }

    @Test
    void annotationsOnAnInterfaceHoldForItsImplementations() {
        Item item = stock.find(title);
        assertThat(stock.find(title)).isEqualTo(item);
        Item update = stock.update(title);
        assertThat(stock.find(title)).isEqualTo(update);
        stock.evict(title);
        assertThat(stock.find(title)).isNotEqualTo(update);
    }

    @CacheConfig(cacheNames = "main")
    @Cacheable
    static class Shelf {

        private final AtomicInteger calls = new AtomicInteger();

        Item find(String title) {
            return new Item(title, calls.incrementAndGet());
        }

        Item fail(String title) {
            throw new IllegalArgumentException(title);
        }

        @Cacheable("first")
        Item findElsewhere(String title) {
            return new Item(title, calls.incrementAndGet());
        }

        @CacheEvict
        void evict(String title) {
            calls.incrementAndGet();
        }
    }

    interface Stock {

        @Cacheable("second")
        Item find(String title);

        @CachePut("second")
        Item update(String title);

        @CacheEvict("second")
        void evict(String title);
    }

    static class CountedStock implements Stock {

        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public Item find(String title) {
            return new Item(title, calls.incrementAndGet());
        }

        @Override
        public Item update(String title) {
            return new Item(title, calls.incrementAndGet());
        }

        @Override
        public void evict(String title) {
            calls.incrementAndGet();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Library {

        @Bean
        Shelf shelf() {
            return new Shelf();
        }

        @Bean
        Stock stock() {
            return new CountedStock();
        }
    }
}
