package io.dogpile.spring.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.LoggingCacheErrorHandler;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What Spring Framework's {@code ReactiveCachingTests} expect, with and without {@code sync}. */
@ParameterizedClass
@CsvSource({"memory, PLAIN", "memory, SYNC", "memory_pickle, PLAIN", "redis, PLAIN", "redis, SYNC"})
class LaterValueBehaviourTests {

    private static ConfigurableApplicationContext context;

    private final String title = UUID.randomUUID().toString();
    private final Feed feed;

    LaterValueBehaviourTests(String backend, Form form) {
        feed = context.getBean(form.type);
    }

    @BeforeParameterizedClassInvocation
    static void start(String backend, Form form) {
        context = Applications.start(backend, false, Library.class);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        context.close();
    }

    @BeforeEach
    void reset() {
        feed.calls().set(0);
    }

    @Test
    void aFuturesValueIsLoadedOnce() {
        Item item = feed.future(title).join();
        assertThat(feed.future(title).join()).isEqualTo(item);
        assertThat(feed.future(title).join()).isEqualTo(item);
        assertThat(feed.calls()).hasValue(1);
    }

    @Test
    void aFuturesNullIsAValue() {
        assertThat(feed.futureOfNothing(title).join()).isNull();
        assertThat(feed.futureOfNothing(title).join()).isNull();
        assertThat(feed.calls()).hasValue(1);
    }

    @Test
    void aMonosValueIsLoadedOnce() {
        Item item = feed.mono(title).block();
        assertThat(item).isNotNull();
        assertThat(feed.mono(title).block()).isEqualTo(item);
        assertThat(feed.calls()).hasValue(1);
    }

    @Test
    void anEmptyMonoIsAValue() {
        assertThat(feed.nothing(title).block()).isNull();
        assertThat(feed.nothing(title).block()).isNull();
        assertThat(feed.calls()).hasValue(1);
    }

    @Test
    void aFluxsValuesAreLoadedOnce() {
        List<Item> items = feed.flux(title).collectList().block();
        assertThat(items).hasSize(3);
        assertThat(feed.flux(title).collectList().block()).isEqualTo(items);
        assertThat(feed.flux(title).blockFirst()).isEqualTo(items.get(0));
        assertThat(feed.calls()).hasValue(1);
    }

    @Test
    void whatIsCachedOfAFluxDoesNotDependOnWhatWasAskedForFirst() {
        List<Item> one = feed.flux(title).take(1).collectList().block();
        List<Item> two = feed.flux(title).take(2).collectList().block();
        List<Item> all = feed.flux(title).collectList().block();
        assertThat(one).hasSize(1);
        assertThat(two).hasSize(2).startsWith(one.get(0));
        assertThat(all).hasSize(3).startsWith(two.toArray(Item[]::new));
        assertThat(feed.calls()).hasValue(1);
    }

    @Test
    void aFailureReachesTheCallerAndIsNotCached() {
        for (int i = 1; i <= 2; i++) {
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(() -> feed.failingFuture(title).join())
                    .withCause(new IllegalStateException(title));
            assertThat(feed.calls()).hasValue(i);
        }
    }

    @Test
    void aFailureOfAPublisherReachesTheCaller() {
        assertThatIllegalStateException()
                .isThrownBy(() -> feed.failingMono(title).block())
                .withMessage(title);
        assertThat(feed.calls()).hasValue(1);
        assertThatIllegalStateException()
                .isThrownBy(() -> feed.failingFlux(title).blockLast())
                .withMessage(title);
        assertThat(feed.calls()).hasValue(2);
    }

    @Test
    void anUpdateAndAnEvictionTakePlaceWhenTheFutureIsDone() {
        Item item = feed.future(title).join();
        Item update = feed.update(title).join();
        assertThat(update).isNotEqualTo(item);
        assertThat(feed.future(title).join()).isEqualTo(update);
        feed.evict(title).join();
        assertThat(feed.future(title).join()).isNotEqualTo(update);
    }

    enum Form {
        PLAIN(PlainFeed.class),
        SYNC(SyncFeed.class);

        private final Class<? extends Feed> type;

        Form(Class<? extends Feed> type) {
            this.type = type;
        }
    }

    interface Feed {

        AtomicInteger calls();

        CompletableFuture<Item> future(String title);

        CompletableFuture<@Nullable Item> futureOfNothing(String title);

        Mono<Item> mono(String title);

        Mono<Item> nothing(String title);

        Flux<Item> flux(String title);

        CompletableFuture<Item> failingFuture(String title);

        Mono<Item> failingMono(String title);

        Flux<Item> failingFlux(String title);

        CompletableFuture<Item> update(String title);

        CompletableFuture<@Nullable Item> evict(String title);
    }

    interface PlainFeed extends Feed {

        @Override
        @Cacheable("main")
        CompletableFuture<Item> future(String title);

        @Override
        @Cacheable("main")
        CompletableFuture<@Nullable Item> futureOfNothing(String title);

        @Override
        @Cacheable("main")
        Mono<Item> mono(String title);

        @Override
        @Cacheable("main")
        Mono<Item> nothing(String title);

        @Override
        @Cacheable("first")
        Flux<Item> flux(String title);

        @Override
        @Cacheable("main")
        CompletableFuture<Item> failingFuture(String title);

        @Override
        @Cacheable("main")
        Mono<Item> failingMono(String title);

        @Override
        @Cacheable("first")
        Flux<Item> failingFlux(String title);
    }

    interface SyncFeed extends Feed {

        @Override
        @Cacheable(cacheNames = "main", sync = true)
        CompletableFuture<Item> future(String title);

        @Override
        @Cacheable(cacheNames = "main", sync = true)
        CompletableFuture<@Nullable Item> futureOfNothing(String title);

        @Override
        @Cacheable(cacheNames = "main", sync = true)
        Mono<Item> mono(String title);

        @Override
        @Cacheable(cacheNames = "main", sync = true)
        Mono<Item> nothing(String title);

        @Override
        @Cacheable(cacheNames = "first", sync = true)
        Flux<Item> flux(String title);

        @Override
        @Cacheable(cacheNames = "main", sync = true)
        CompletableFuture<Item> failingFuture(String title);

        @Override
        @Cacheable(cacheNames = "main", sync = true)
        Mono<Item> failingMono(String title);

        @Override
        @Cacheable(cacheNames = "first", sync = true)
        Flux<Item> failingFlux(String title);
    }

    @CacheConfig(cacheNames = "main")
    abstract static class CountedFeed implements Feed {

        private final AtomicInteger calls = new AtomicInteger();

        private Item next(String title) {
            return new Item(title, calls.incrementAndGet());
        }

        @Override
        public AtomicInteger calls() {
            return calls;
        }

        @Override
        public CompletableFuture<Item> future(String title) {
            return CompletableFuture.supplyAsync(() -> next(title));
        }

        @Override
        public CompletableFuture<@Nullable Item> futureOfNothing(String title) {
            next(title);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public Mono<Item> mono(String title) {
            return Mono.fromSupplier(() -> next(title));
        }

        @Override
        public Mono<Item> nothing(String title) {
            return Mono.fromRunnable(() -> next(title));
        }

        @Override
        public Flux<Item> flux(String title) {
            return Flux.defer(() -> {
                Item first = next(title);
                return Flux.just(first, new Item("second", first.copy()), new Item("third", first.copy()));
            });
        }

        @Override
        public CompletableFuture<Item> failingFuture(String title) {
            next(title);
            return CompletableFuture.failedFuture(new IllegalStateException(title));
        }

        @Override
        public Mono<Item> failingMono(String title) {
            return Mono.fromSupplier(() -> {
                next(title);
                throw new IllegalStateException(title);
            });
        }

        @Override
        public Flux<Item> failingFlux(String title) {
            return failingMono(title).flux();
        }

        @Override
        @CachePut
        public CompletableFuture<Item> update(String title) {
            return future(title);
        }

        @Override
        @CacheEvict
        public CompletableFuture<@Nullable Item> evict(String title) {
            return CompletableFuture.completedFuture(null);
        }
    }

    static class CountedPlainFeed extends CountedFeed implements PlainFeed {}

    static class CountedSyncFeed extends CountedFeed implements SyncFeed {}

    /** Forgives what caches do, which must not forgive, or repeat, what methods do. */
    @Configuration(proxyBeanMethods = false)
    static class Library implements CachingConfigurer {

        @Bean
        PlainFeed plainFeed() {
            return new CountedPlainFeed();
        }

        @Bean
        SyncFeed syncFeed() {
            return new CountedSyncFeed();
        }

        @Override
        public CacheErrorHandler errorHandler() {
            return new LoggingCacheErrorHandler();
        }
    }
}
