package io.dogpile.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.lock.CreationTimeoutException;
import io.dogpile.redis.TestRedis;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionConfig;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Task;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.cache.Cache;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.LoggingCacheErrorHandler;
import org.springframework.cache.interceptor.SimpleCacheErrorHandler;
import org.springframework.cache.support.SimpleCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import reactor.core.publisher.Mono;

/** What a cache throws goes to the application's error handler, what a method throws does not. */
@Timeout(60)
class ErrorHandlerTests {

    private static final IllegalStateException BROKEN = new IllegalStateException("the cache is broken");

    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final CacheRegion region = CacheRegion.of(
            "books",
            RegionConfig.builder("memory").waitTimeout(Duration.ofMillis(1)).build());
    private AnnotationConfigApplicationContext context;

    @AfterEach
    void close() {
        if (context != null) {
            context.close();
        }
        region.close();
    }

    private Books books(Cache cache, CacheErrorHandler delegate) {
        SimpleCacheManager manager = new SimpleCacheManager();
        manager.setCaches(List.of(cache));
        manager.initializeCaches();
        context = new AnnotationConfigApplicationContext();
        context.registerBean(SimpleCacheManager.class, () -> manager);
        context.registerBean(CacheErrorHandler.class, () -> new Recording(handled, delegate));
        context.register(Caching.class);
        context.registerBean(CacheableProtection.class);
        context.registerBean(Books.class);
        context.refresh();
        return context.getBean(Books.class);
    }

    private Books forgiving(Cache cache) {
        return books(cache, new LoggingCacheErrorHandler());
    }

    private Books strict(Cache cache) {
        return books(cache, new SimpleCacheErrorHandler());
    }

    static Stream<Named<Function<Books, Object>>> reads() {
        return Stream.of(
                Named.of("plain", books -> books.plain(1)),
                Named.of("sync", books -> books.sync(1)),
                Named.of("future", books -> books.future(1).join()),
                Named.of("future with unless", books -> books.futureUnless(1).join()),
                Named.of("mono", books -> books.mono(1).block()),
                Named.of("mono with unless", books -> books.monoUnless(1).block()));
    }

    @ParameterizedTest
    @MethodSource("reads")
    void aCacheThatCannotReadIsDoneWithout(Function<Books, Object> read) {
        Books books = forgiving(new Broken(region));

        assertThat(read.apply(books)).isEqualTo("value 1");

        assertThat(handled).contains("get 1").doesNotContain("evict 1", "clear");
        assertThat(books.calls()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("reads")
    void unlessTheHandlerThrows(Function<Books, Object> read) {
        Books books = strict(new Broken(region));

        assertThatThrownBy(() -> read.apply(books)).satisfies(ErrorHandlerTests::isBroken);

        assertThat(handled).containsExactly("get 1");
        assertThat(books.calls()).isEmpty();
    }

    private static void isBroken(Throwable thrown) {
        assertThat(thrown instanceof CompletionException ? thrown.getCause() : thrown)
                .isSameAs(BROKEN);
    }

    static Stream<Named<Function<Books, Object>>> lateReads() {
        return reads().filter(each -> !each.getName().contains("unless"));
    }

    @ParameterizedTest
    @MethodSource("lateReads")
    void aWaitThatTakesTooLongIsTheCachesFailure(Function<Books, Object> read) {
        Gate gate = new Gate();
        Task<String> other = Task.start(() -> region.getOrCreate(1, gate.then("other")));
        gate.awaitReached();

        assertThat(read.apply(forgiving(new DogpileCache(region)))).isEqualTo("value 1");
        assertThat(handled).containsExactly("get 1");
        context.close();
        region.delete(1);
        assertThatThrownBy(() -> read.apply(strict(new DogpileCache(region))))
                .satisfies(thrown -> assertThat(thrown instanceof CompletionException ? thrown.getCause() : thrown)
                        .isInstanceOf(CreationTimeoutException.class));
        gate.open();
        other.value();
    }

    static Stream<Named<Function<Books, Object>>> failingReads() {
        return Stream.of(Named.of("plain", books -> books.plain(-1)), Named.of("sync", books -> books.sync(-1)));
    }

    @ParameterizedTest
    @MethodSource("failingReads")
    void whatAMethodThrowsIsNotTheCachesFailure(Function<Books, Object> read) {
        assertThatThrownBy(() -> read.apply(forgiving(new DogpileCache(region))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no book -1");

        assertThat(handled).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("failingReads")
    void whatAMethodThrowsAfterTheCacheHasFailedIsThrown(Function<Books, Object> read) {
        assertThatThrownBy(() -> read.apply(forgiving(new Broken(region))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no book -1");

        assertThat(handled).containsExactly("get -1");
    }

    @Test
    void aFutureThatFailsFailsWithTheMethodsException() {
        Books books = forgiving(new DogpileCache(region));

        assertThatThrownBy(() -> books.future(-1).join())
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .hasRootCauseMessage("no book -1");
    }

    static Stream<Named<Function<Books, Object>>> changes() {
        return Stream.of(
                Named.of("put 1", books -> books.put(1)),
                Named.of("evict 1", books -> books.evict(1)),
                Named.of("evict 1", books -> books.evictBefore(1)),
                Named.of("clear", books -> books.clear(1)),
                Named.of("clear", books -> books.clearBefore(1)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aCacheThatCannotBeChangedIsLeftAsItIs(Function<Books, Object> change) {
        Books books = forgiving(new Broken(region));

        assertThat(change.apply(books)).isEqualTo("value 1");

        assertThat(handled).hasSize(1).first().asString().isNotEqualTo("get 1");
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangeThatFailsIsThrownByAStrictHandler(Function<Books, Object> change) {
        Books books = strict(new Broken(region));

        assertThatThrownBy(() -> change.apply(books)).isSameAs(BROKEN);

        assertThat(handled).hasSize(1);
    }

    @Test
    void changesWithoutRedisGoToTheHandlerAndReadsGoOn() {
        TestRedis redis = TestRedis.start();
        CacheRegion remote = CacheRegion.of(
                "books",
                RegionConfig.builder("dogpile.cache.redis")
                        .argument("port", redis.port())
                        .build());
        try {
            Books books = forgiving(new DogpileCache(remote));
            redis.stop();

            changes()
                    .forEach(change ->
                            assertThat(change.getPayload().apply(books)).isEqualTo("value 1"));
            assertThat(handled).containsExactly("put 1", "evict 1", "evict 1", "clear", "clear");
            reads().forEach(read -> assertThat(read.getPayload().apply(books)).isEqualTo("value 1"));
        } finally {
            remote.close();
            redis.stop();
        }
    }

    @EnableCaching
    static class Caching implements CachingConfigurer {

        private final CacheErrorHandler handler;

        Caching(CacheErrorHandler handler) {
            this.handler = handler;
        }

        @Override
        public CacheErrorHandler errorHandler() {
            return handler;
        }
    }

    @CacheConfig(cacheNames = "books")
    static class Books {

        private final List<Integer> calls = new CopyOnWriteArrayList<>();

        public List<Integer> calls() {
            return calls;
        }

        private String value(int id) {
            calls.add(id);
            if (id < 0) {
                throw new IllegalArgumentException("no book " + id);
            }
            return "value " + id;
        }

        @Cacheable
        public String plain(int id) {
            return value(id);
        }

        @Cacheable(sync = true)
        public String sync(int id) {
            return value(id);
        }

        @Cacheable
        public CompletableFuture<String> future(int id) {
            return CompletableFuture.supplyAsync(() -> value(id));
        }

        @Cacheable(unless = "#result == 'veto'")
        public CompletableFuture<String> futureUnless(int id) {
            return CompletableFuture.supplyAsync(() -> value(id));
        }

        @Cacheable
        public Mono<String> mono(int id) {
            return Mono.fromCallable(() -> value(id));
        }

        @Cacheable(unless = "#result == 'veto'")
        public Mono<String> monoUnless(int id) {
            return Mono.fromCallable(() -> value(id));
        }

        @CachePut
        public String put(int id) {
            return value(id);
        }

        @CacheEvict
        public String evict(int id) {
            return value(id);
        }

        @CacheEvict(beforeInvocation = true)
        public String evictBefore(int id) {
            return value(id);
        }

        @CacheEvict(allEntries = true)
        public String clear(int id) {
            return value(id);
        }

        @CacheEvict(allEntries = true, beforeInvocation = true)
        public String clearBefore(int id) {
            return value(id);
        }
    }

    private record Recording(List<String> handled, CacheErrorHandler delegate) implements CacheErrorHandler {

        @Override
        public void handleCacheGetError(RuntimeException failure, Cache cache, Object key) {
            handled.add("get " + key);
            delegate.handleCacheGetError(failure, cache, key);
        }

        @Override
        public void handleCachePutError(RuntimeException failure, Cache cache, Object key, Object value) {
            handled.add("put " + key);
            delegate.handleCachePutError(failure, cache, key, value);
        }

        @Override
        public void handleCacheEvictError(RuntimeException failure, Cache cache, Object key) {
            handled.add("evict " + key);
            delegate.handleCacheEvictError(failure, cache, key);
        }

        @Override
        public void handleCacheClearError(RuntimeException failure, Cache cache) {
            handled.add("clear");
            delegate.handleCacheClearError(failure, cache);
        }
    }

    /** Around a region, like an application's own decorator, and always failing. */
    private record Broken(CacheRegion region) implements Cache {

        @Override
        public String getName() {
            return region.name();
        }

        @Override
        public Object getNativeCache() {
            return region;
        }

        @Override
        public ValueWrapper get(Object key) {
            throw BROKEN;
        }

        @Override
        public <T> T get(Object key, Class<T> type) {
            throw BROKEN;
        }

        @Override
        public <T> T get(Object key, Callable<T> valueLoader) {
            throw BROKEN;
        }

        @Override
        public CompletableFuture<?> retrieve(Object key) {
            throw BROKEN;
        }

        @Override
        public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
            throw BROKEN;
        }

        @Override
        public void put(Object key, Object value) {
            throw BROKEN;
        }

        @Override
        public void evict(Object key) {
            throw BROKEN;
        }

        @Override
        public boolean evictIfPresent(Object key) {
            throw BROKEN;
        }

        @Override
        public boolean invalidate() {
            throw BROKEN;
        }

        @Override
        public void clear() {
            throw BROKEN;
        }
    }
}
