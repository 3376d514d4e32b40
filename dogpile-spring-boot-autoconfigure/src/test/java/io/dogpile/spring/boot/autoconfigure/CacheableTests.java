package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dogpile.region.CacheRegion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;

class CacheableTests {

    private static final int THREADS = 50;

    @ParameterizedTest
    @ValueSource(strings = {"memory", "memory_pickle"})
    void manyThreadsMakeOneCall(String backend) {
        run(backend, context -> {
            Books books = context.getBean(Books.class);
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            try {
                CyclicBarrier start = new CyclicBarrier(THREADS);
                List<Future<String>> answers = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    answers.add(threads.submit(() -> {
                        start.await();
                        return books.title(1);
                    }));
                }
                for (Future<String> answer : answers) {
                    assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("title 1");
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(books.calls()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "memory_pickle"})
    void nullIsCached(String backend) {
        run(backend, context -> {
            Books books = context.getBean(Books.class);
            assertThat(books.nothing(1)).isNull();
            assertThat(books.nothing(1)).isNull();
            assertThat(books.maybe(2)).isEmpty();
            assertThat(books.maybe(2)).isEmpty();
            assertThat(books.calls()).isEqualTo(2);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "memory_pickle"})
    void exceptionsOfMethodsComeAsTheyAre(String backend) {
        run(backend, context -> {
            Books books = context.getBean(Books.class);
            for (int i = 0; i < 2; i++) {
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> books.failing(1))
                        .withMessage("no");
            }
            assertThat(books.calls()).isEqualTo(2);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "memory_pickle"})
    void methodsOfSeveralParametersAreToldApart(String backend) {
        run(backend, context -> {
            Books books = context.getBean(Books.class);
            assertThat(books.joined("a, b", "c")).isEqualTo("a, b|c");
            assertThat(books.joined("a", "b, c")).isEqualTo("a|b, c");
            assertThat(books.joined("a", null)).isEqualTo("a|null");
            assertThat(books.joined("a, b", "c")).isEqualTo("a, b|c");
            assertThat(books.calls()).isEqualTo(3);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "memory_pickle"})
    void aKeyManglerKeepsKeysApart(String backend) {
        runner(backend).withPropertyValues("cache.books.key-mangler=sha1").run(context -> {
            Books books = context.getBean(Books.class);
            assertThat(books.joined("a, b", "c")).isEqualTo("a, b|c");
            assertThat(books.joined("a", "b, c")).isEqualTo("a|b, c");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "memory_pickle"})
    void futuresAreCached(String backend) {
        run(backend, context -> {
            Books books = context.getBean(Books.class);
            assertThat(books.later(1).get(30, TimeUnit.SECONDS)).isEqualTo("later 1");
            assertThat(books.later(1).get(30, TimeUnit.SECONDS)).isEqualTo("later 1");
            assertThat(books.laterSync(2).get(30, TimeUnit.SECONDS)).isEqualTo("later 2");
            assertThat(books.laterSync(2).get(30, TimeUnit.SECONDS)).isEqualTo("later 2");
            assertThat(books.calls()).isEqualTo(2);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "memory_pickle"})
    void annotationsThatWriteWork(String backend) {
        run(backend, context -> {
            Books books = context.getBean(Books.class);
            books.title(1);
            books.rename(1, "new");
            assertThat(books.title(1)).isEqualTo("new");
            books.remove(1);
            assertThat(books.title(1)).isEqualTo("title 1");
            books.removeAll();
            assertThat(context.getBean(CacheRegion.class).<Object>get(1)).isNull();
        });
    }

    private static ApplicationContextRunner runner(String backend) {
        return Runners.application().withBean(Books.class).withPropertyValues("cache.books.backend=" + backend);
    }

    private static void run(String backend, ContextConsumer<AssertableApplicationContext> test) {
        runner(backend).run(test);
    }

    static class Books {

        private final AtomicInteger calls = new AtomicInteger();

        public int calls() {
            return calls.get();
        }

        @Cacheable(cacheNames = "books", sync = true)
        public String title(int id) {
            calls.incrementAndGet();
            return "title " + id;
        }

        @Cacheable(cacheNames = "books", sync = true)
        public String nothing(int id) {
            calls.incrementAndGet();
            return null;
        }

        @Cacheable("books")
        public Optional<String> maybe(int id) {
            calls.incrementAndGet();
            return Optional.empty();
        }

        @Cacheable(cacheNames = "books", sync = true)
        public String failing(int id) throws IOException {
            calls.incrementAndGet();
            throw new IOException("no");
        }

        @Cacheable(cacheNames = "books", sync = true)
        public String joined(String first, String second) {
            calls.incrementAndGet();
            return first + "|" + second;
        }

        @Cacheable("books")
        public CompletableFuture<String> later(int id) {
            calls.incrementAndGet();
            return CompletableFuture.supplyAsync(() -> "later " + id);
        }

        @Cacheable(cacheNames = "books", sync = true)
        public CompletableFuture<String> laterSync(int id) {
            calls.incrementAndGet();
            return CompletableFuture.supplyAsync(() -> "later " + id);
        }

        @CachePut(cacheNames = "books", key = "#id")
        public String rename(int id, String title) {
            return title;
        }

        @CacheEvict("books")
        public void remove(int id) {}

        @CacheEvict(cacheNames = "books", allEntries = true)
        public void removeAll() {}
    }
}
