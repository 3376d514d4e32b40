package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.region.CacheRegion;
import io.dogpile.testing.Gate;
import io.dogpile.testing.MutableClock;
import io.dogpile.testing.Task;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;

/** P1, P2 and P3 for {@code @Cacheable} without {@code sync}, in all its forms. */
@Timeout(60)
class PlainCacheableTests {

    private static final int CALLERS = 20;

    private final MutableClock clock = new MutableClock();
    private final ApplicationContextRunner runner = Runners.application()
            .withBean(Books.class)
            .withBean(InstantSource.class, () -> clock)
            .withPropertyValues(
                    "cache.books.backend=memory", "cache.books.expiration-time=60", "cache.more.backend=memory");

    /** A form of annotation, its answer, and whether the answer is cached. */
    enum Form {
        PLAIN {
            @Override
            Object call(Books books) {
                return books.plain(1);
            }
        },
        UNLESS_NOT_VETOED {
            @Override
            Object call(Books books) {
                return books.unless("keep");
            }
        },
        CONDITION {
            @Override
            Object call(Books books) {
                return books.condition(7);
            }
        },
        TWO_CACHES {
            @Override
            Object call(Books books) {
                return books.twoCaches(1);
            }
        },
        CACHING_WITH_EVICT {
            @Override
            Object call(Books books) {
                return books.cachingWithEvict(1);
            }
        },
        EVICT_OF_THE_SAME_KEY_BEFORE {
            @Override
            Object call(Books books) {
                return books.evictingItselfBefore(1);
            }
        },
        TWO_CACHEABLES {
            @Override
            Object call(Books books) {
                return books.twoCacheables(1);
            }
        },
        OPTIONAL {
            @Override
            Object call(Books books) {
                return books.optional(1);
            }
        },
        EMPTY_OPTIONAL {
            @Override
            Object call(Books books) {
                return books.emptyOptional(1);
            }
        },
        NULL {
            @Override
            Object call(Books books) {
                return String.valueOf(books.nothing(1));
            }
        };

        abstract Object call(Books books);
    }

    @ParameterizedTest
    @EnumSource(value = Form.class, mode = EnumSource.Mode.EXCLUDE, names = "EVICT_OF_THE_SAME_KEY_BEFORE")
    void callersOfAMissingKeyMakeOneCall(Form form) {
        runner.run(context -> {
            Books books = context.getBean(Books.class);
            List<Task<Object>> callers = storm(books, () -> form.call(books));

            Object answer = callers.get(0).value();
            assertThat(callers).allSatisfy(caller -> assertThat(caller.value()).isEqualTo(answer));
            assertThat(books.calls()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @EnumSource(value = Form.class, mode = EnumSource.Mode.EXCLUDE, names = "EVICT_OF_THE_SAME_KEY_BEFORE")
    void whatWasLoadedIsFoundLater(Form form) {
        runner.run(context -> {
            Books books = context.getBean(Books.class);
            books.gate().open();
            Object answer = form.call(books);

            assertThat(form.call(books)).isEqualTo(answer);
            assertThat(books.calls()).isEqualTo(1);
        });
    }

    @Test
    void aLoadFillsAllCachesAndAHitInTheSecondFillsNone() {
        runner.run(context -> {
            Books books = context.getBean(Books.class);
            CacheRegion first = context.getBean("booksCacheRegion", CacheRegion.class);
            CacheRegion second = context.getBean("moreCacheRegion", CacheRegion.class);
            books.gate().open();

            books.twoCaches(1);
            assertThat(first.<Object>get(1)).isEqualTo("both 1");
            assertThat(second.<Object>get(1)).isEqualTo("both 1");

            first.delete(1);
            assertThat(books.twoCaches(1)).isEqualTo("both 1");
            assertThat(first.<Object>get(1)).isNull();
            assertThat(books.calls()).isEqualTo(1);
        });
    }

    @Test
    void anExceptionIsSharedByThoseWhoWaitedAndNotCached() {
        runner.run(context -> {
            Books books = context.getBean(Books.class);
            List<Task<Object>> callers = storm(books, () -> books.failing(1));

            Throwable failure = callers.get(0).failure();
            assertThat(failure).isInstanceOf(IOException.class).hasMessage("no 1");
            assertThat(callers)
                    .allSatisfy(caller -> assertThat(caller.failure()).isSameAs(failure));
            assertThat(books.calls()).isEqualTo(1);
            assertThat(Task.start(() -> books.failing(1)).failure()).isInstanceOf(IOException.class);
            assertThat(books.calls()).isEqualTo(2);
        });
    }

    @Test
    void aVetoByUnlessNeitherStoresNorWedges() {
        runner.run(context -> {
            Books books = context.getBean(Books.class);
            List<Task<Object>> callers = storm(books, () -> books.unless("veto"));

            assertThat(callers).allSatisfy(caller -> assertThat(caller.value()).isEqualTo("veto"));
            assertThat(books.calls()).isEqualTo(1);
            assertThat(context.getBean("booksCacheRegion", CacheRegion.class).<Object>get("veto"))
                    .isNull();
            assertThat(books.unless("veto")).isEqualTo("veto");
            assertThat(books.calls()).isEqualTo(2);
        });
    }

    @Test
    void aConditionThatFailsLeavesTheCacheOut() {
        runner.run(context -> {
            Books books = context.getBean(Books.class);
            books.gate().open();
            books.condition(3);
            books.condition(3);

            assertThat(books.calls()).isEqualTo(2);
        });
    }

    @Test
    void aStaleValueIsServedWhileOneCallerRefreshes() {
        runner.run(context -> {
            Books books = context.getBean(Books.class);
            books.gate().open();
            String old = books.numbered(1);
            clock.advance(Duration.ofSeconds(60));
            books.close();
            Task<String> refresher = Task.start(() -> books.numbered(1));
            books.gate().awaitReached();

            for (int i = 0; i < CALLERS; i++) {
                assertThat(books.numbered(1)).isEqualTo(old);
            }
            books.gate().open();

            assertThat(refresher.value()).isEqualTo("number 2");
            assertThat(books.numbered(1)).isEqualTo("number 2");
            assertThat(books.calls()).isEqualTo(2);
        });
    }

    @Test
    void aPutIsCalledEveryTime() {
        runner.run(context -> {
            Books books = context.getBean(Books.class);
            books.gate().open();
            assertThat(books.cachingWithPut(1)).isEqualTo("put 1");
            assertThat(books.cachingWithPut(1)).isEqualTo("put 2");
            assertThat(context.getBean("moreCacheRegion", CacheRegion.class).<Object>get(1))
                    .isEqualTo("put 2");
        });
    }

    /** Each caller's evict outdates the load before its own (P5), so that there is nothing to share. */
    @Test
    void callersWhoEvictFirstGetTheirValuesAllTheSame() {
        runner.run(context -> {
            Books books = context.getBean(Books.class);
            List<Task<Object>> callers = storm(books, () -> books.evictingItselfBefore(1));

            assertThat(callers).allSatisfy(caller -> assertThat(caller.value()).isEqualTo("before 1"));
        });
    }

    @Test
    void anEvictBeforeTheCallHappensOnce() {
        runner.run(context -> {
            Books books = context.getBean(Books.class);
            CacheRegion region = context.getBean("booksCacheRegion", CacheRegion.class);
            books.gate().open();
            region.set(1, "old");

            assertThat(books.evictingItselfBefore(1)).isEqualTo("before 1");

            assertThat(region.<Object>get(1)).isEqualTo("before 1");
        });
    }

    @Test
    void aMethodMayCallOthersForOtherKeysAndItsOwn() {
        runner.withBean(Nesting.class).run(context -> {
            context.getBean(Books.class).gate().open();
            Nesting nesting = context.getBean(Nesting.class);
            nesting.self(nesting);

            assertThat(nesting.sum(5)).isEqualTo(15);
            assertThat(nesting.calls()).hasValue(6);
            assertThat(nesting.sum(6)).isEqualTo(21);
            assertThat(nesting.calls()).hasValue(7);
        });
    }

    @Test
    void canBeSwitchedOff() {
        runner.withPropertyValues("dogpile.protect-cacheable=false").run(context -> {
            Books books = context.getBean(Books.class);
            Task<Object> one = Task.start(() -> books.plain(1));
            Task<Object> two = Task.start(() -> books.plain(1));
            Awaitility.await().until(() -> books.calls() == 2);
            books.gate().open();

            assertThat(List.of(one.value(), two.value())).containsOnly("plain 1");
        });
    }

    /** Has one caller load and the others wait for it. */
    private static List<Task<Object>> storm(Books books, Callable<Object> call) {
        List<Task<Object>> callers = new ArrayList<>();
        callers.add(Task.start(call));
        books.gate().awaitReached();
        for (int i = 1; i < CALLERS; i++) {
            callers.add(Task.start(call));
        }
        callers.forEach(Task::awaitWaiting);
        books.gate().open();
        return callers;
    }

    @CacheConfig(cacheNames = "books")
    static class Books {

        private final AtomicInteger calls = new AtomicInteger();
        private volatile Gate gate = new Gate();

        public Gate gate() {
            return gate;
        }

        public void close() {
            gate = new Gate();
        }

        public int calls() {
            return calls.get();
        }

        private int call() {
            int number = calls.incrementAndGet();
            try {
                gate.pass();
            } catch (InterruptedException interruption) {
                throw new IllegalStateException(interruption);
            }
            return number;
        }

        @Cacheable
        public String plain(int id) {
            call();
            return "plain " + id;
        }

        @Cacheable
        public String numbered(int id) {
            return "number " + call();
        }

        @Cacheable(unless = "#result == 'veto'")
        public String unless(String text) {
            call();
            return text;
        }

        @Cacheable(condition = "#id > 5")
        public String condition(int id) {
            call();
            return "condition " + id;
        }

        @Cacheable({"books", "more"})
        public String twoCaches(int id) {
            call();
            return "both " + id;
        }

        @Caching(cacheable = @Cacheable, evict = @CacheEvict(cacheNames = "more", allEntries = true))
        public String cachingWithEvict(int id) {
            call();
            return "evict " + id;
        }

        @Caching(cacheable = @Cacheable, evict = @CacheEvict(beforeInvocation = true))
        public String evictingItselfBefore(int id) {
            call();
            return "before " + id;
        }

        @Caching(cacheable = @Cacheable, put = @CachePut("more"))
        public String cachingWithPut(int id) {
            return "put " + call();
        }

        @Caching(cacheable = {@Cacheable, @Cacheable("more")})
        public String twoCacheables(int id) {
            call();
            return "two " + id;
        }

        @Cacheable
        public Optional<String> optional(int id) {
            call();
            return Optional.of("optional " + id);
        }

        @Cacheable
        public Optional<String> emptyOptional(int id) {
            call();
            return Optional.empty();
        }

        @Cacheable
        public String nothing(int id) {
            call();
            return null;
        }

        @Cacheable
        public String failing(int id) throws IOException {
            call();
            throw new IOException("no " + id);
        }
    }

    static class Nesting {

        private final AtomicInteger calls = new AtomicInteger();
        private Nesting self;

        public void self(Nesting proxy) {
            self = proxy;
        }

        public AtomicInteger calls() {
            return calls;
        }

        @Cacheable("more")
        public int sum(int upTo) {
            calls.incrementAndGet();
            return upTo == 0 ? 0 : upTo + self.sum(upTo - 1);
        }
    }
}
