package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.region.CacheRegion;
import io.dogpile.testing.Storm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** P1, P3 and P7 for annotated methods whose value comes later, with the region in memory and on Redis. */
@Timeout(120)
class AsynchronousCacheableTests {

    private static final int CALLERS = 50;

    private final RedisApplication redis = new RedisApplication("books");

    enum Backend {
        MEMORY,
        REDIS
    }

    private ApplicationContextRunner runner(Backend backend) {
        ApplicationContextRunner runner = backend == Backend.REDIS
                ? redis.runner()
                        .withPropertyValues(
                                "cache.books.arguments.socket-timeout=30s",
                                "cache.books.arguments.socket-connect-timeout=30s")
                : Runners.application().withPropertyValues("cache.books.backend=memory");
        return runner.withBean(Books.class);
    }

    private static void callersMakeOneLoad(Books books, Object expected, Callable<Object> call) {
        try (Storm storm = new Storm(CALLERS)) {
            Storm.Results<Object> results = storm.run(call);

            assertThat(results.failures()).isEmpty();
            assertThat(results.values()).hasSize(CALLERS).containsOnly(expected);
            assertThat(books.calls()).hasValue(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void callersOfAFutureMakeOneLoad(Backend backend) {
        runner(backend).run(context -> {
            Books books = context.getBean(Books.class);
            callersMakeOneLoad(books, "future 1", () -> books.future(1).get());
            assertThat(books.sync(1).get()).isEqualTo("future 1");
        });
    }

    @ParameterizedTest
    @EnumSource
    void callersOfAMonoMakeOneLoad(Backend backend) {
        runner(backend).run(context -> {
            Books books = context.getBean(Books.class);
            callersMakeOneLoad(books, "mono 1", () -> books.mono(1).block());
        });
    }

    @ParameterizedTest
    @EnumSource
    void callersOfAFluxMakeOneLoad(Backend backend) {
        runner(backend).run(context -> {
            Books books = context.getBean(Books.class);
            callersMakeOneLoad(
                    books,
                    List.of("flux 1", "and more"),
                    () -> books.flux(1).collectList().block());
        });
    }

    @ParameterizedTest
    @EnumSource
    void whoCancelsCancelsForNobodyElse(Backend backend) {
        runner(backend).run(context -> {
            Books books = context.getBean(Books.class);
            CompletableFuture<String> first = books.slow(1);
            Disposable second = Mono.fromFuture(books.slow(1)).subscribe();
            CompletableFuture<String> third = books.slow(1);
            await().until(() -> books.calls().get() == 1);
            first.cancel(true);
            second.dispose();
            books.answer().complete("value");

            assertThat(third.get()).isEqualTo("value");
            assertThat(books.calls()).hasValue(1);
            assertThat(context.getBean(CacheRegion.class).<String>getOrCreate(1, () -> "other"))
                    .isEqualTo("value");
        });
    }

    @ParameterizedTest
    @EnumSource
    void aFailureIsSharedAndNotCached(Backend backend) {
        runner(backend).run(context -> {
            Books books = context.getBean(Books.class);
            IOException failure = new IOException("no");
            List<CompletableFuture<String>> all = List.of(books.slow(1), books.slow(1), books.slow(1));
            await().until(() -> books.calls().get() >= 1);
            books.answer().completeExceptionally(failure);

            assertThat(all)
                    .allSatisfy(one -> assertThat(one)
                            .failsWithin(Duration.ofMinutes(1))
                            .withThrowableThat()
                            .havingRootCause()
                            .isSameAs(failure));
            assertThat(context.getBean(CacheRegion.class).getValueMetadata(1)).isNull();
        });
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyMonoIsCachedAsNull(Backend backend) {
        runner(backend).run(context -> {
            Books books = context.getBean(Books.class);
            assertThat(books.empty(1).block()).isNull();
            assertThat(books.empty(1).block()).isNull();
            assertThat(books.calls()).hasValue(1);
        });
    }

    @ParameterizedTest
    @EnumSource
    void withUnlessItIsCachedAsSpringDoes(Backend backend) {
        runner(backend).run(context -> {
            Books books = context.getBean(Books.class);
            assertThat(books.unless(1).get()).isEqualTo("unless 1");
            await().until(() -> context.getBean(CacheRegion.class).get(1) != null);
            assertThat(books.unless(1).get()).isEqualTo("unless 1");
            assertThat(books.calls()).hasValue(1);
        });
    }

    /** Its fields are those of the object behind the proxy: ask through methods. */
    static class Books {

        private final AtomicInteger calls = new AtomicInteger();
        private final CompletableFuture<String> answer = new CompletableFuture<>();

        public AtomicInteger calls() {
            return calls;
        }

        public CompletableFuture<String> answer() {
            return answer;
        }

        @Cacheable("books")
        public CompletableFuture<String> future(int id) {
            return CompletableFuture.supplyAsync(() -> "future " + id + more());
        }

        @Cacheable(cacheNames = "books", sync = true)
        public CompletableFuture<String> sync(int id) {
            return CompletableFuture.supplyAsync(() -> "sync " + id + more());
        }

        @Cacheable("books")
        public Mono<String> mono(int id) {
            return Mono.fromCallable(() -> "mono " + id + more());
        }

        @Cacheable("books")
        public Flux<String> flux(int id) {
            return Flux.defer(() -> Flux.just("flux " + id + more(), "and more"));
        }

        @Cacheable("books")
        public CompletableFuture<String> slow(int id) {
            calls.incrementAndGet();
            return answer;
        }

        @Cacheable("books")
        public Mono<String> empty(int id) {
            return Mono.fromCallable(() -> calls.incrementAndGet() < 0 ? "never" : null);
        }

        @Cacheable(cacheNames = "books", unless = "#result == 'veto'")
        public CompletableFuture<String> unless(int id) {
            return CompletableFuture.supplyAsync(() -> "unless " + id + more());
        }

        /** Tells a second load by its value. */
        private String more() {
            int call = calls.incrementAndGet();
            return call == 1 ? "" : " again";
        }
    }
}
