package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dogpile.lock.CreationTimeoutException;
import io.dogpile.region.CacheRegion;
import io.dogpile.testing.MutableClock;
import io.dogpile.testing.Task;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;

/** P1, P2 and P3 for {@code @Cacheable} without {@code sync}, in all its forms. */
@Timeout(60)
class PlainCacheableTests {

    private static final int CALLERS = 50;

    private final MutableClock clock = new MutableClock();
    private final ApplicationContextRunner runner = Runners.application()
            .withBean(GatedBooks.class)
            .withBean(InstantSource.class, () -> clock)
            .withPropertyValues(
                    "cache.books.backend=memory", "cache.books.expiration-time=60", "cache.more.backend=memory");

    @ParameterizedTest
    @EnumSource(CacheableForm.class)
    void callersOfAMissingKeyMakeOneCall(CacheableForm form) {
        runner.run(context -> {
            GatedBooks books = context.getBean(GatedBooks.class);
            List<Task<Object>> callers = storm(books, () -> form.call(books));

            Object answer = callers.get(0).value();
            assertThat(callers).allSatisfy(caller -> assertThat(caller.value()).isEqualTo(answer));
            assertThat(books.calls()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @EnumSource(CacheableForm.class)
    void whatWasLoadedIsFoundLater(CacheableForm form) {
        runner.run(context -> {
            GatedBooks books = context.getBean(GatedBooks.class);
            books.gate().open();
            Object answer = form.call(books);

            assertThat(form.call(books)).isEqualTo(answer);
            assertThat(books.calls()).isEqualTo(1);
        });
    }

    @Test
    void aLoadFillsAllCachesAndAHitInTheSecondFillsNone() {
        runner.run(context -> {
            GatedBooks books = context.getBean(GatedBooks.class);
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
            GatedBooks books = context.getBean(GatedBooks.class);
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
            GatedBooks books = context.getBean(GatedBooks.class);
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
            GatedBooks books = context.getBean(GatedBooks.class);
            books.gate().open();
            books.condition(3);
            books.condition(3);

            assertThat(books.calls()).isEqualTo(2);
        });
    }

    @Test
    void aStaleValueIsServedWhileOneCallerRefreshes() {
        runner.run(context -> {
            GatedBooks books = context.getBean(GatedBooks.class);
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
            GatedBooks books = context.getBean(GatedBooks.class);
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
            GatedBooks books = context.getBean(GatedBooks.class);
            List<Task<Object>> callers = storm(books, () -> books.evictingItselfBefore(1));

            assertThat(callers).allSatisfy(caller -> assertThat(caller.value()).isEqualTo("before 1"));
        });
    }

    @Test
    void anEvictBeforeTheCallHappensOnce() {
        runner.run(context -> {
            GatedBooks books = context.getBean(GatedBooks.class);
            CacheRegion region = context.getBean("booksCacheRegion", CacheRegion.class);
            books.gate().open();
            region.set(1, "old");

            assertThat(books.evictingItselfBefore(1)).isEqualTo("before 1");

            assertThat(region.<Object>get(1)).isEqualTo("before 1");
        });
    }

    @Test
    void aMethodThatNeverReturnsKeepsNobodyBeyondTheLimit() {
        runner.withPropertyValues("cache.books.wait-timeout=200ms").run(context -> {
            GatedBooks books = context.getBean(GatedBooks.class);
            Task<Object> hung = Task.start(() -> books.plain(1));
            books.gate().awaitReached();

            assertThatExceptionOfType(CreationTimeoutException.class)
                    .isThrownBy(() -> books.plain(1))
                    .withMessageContaining("'1'");

            books.gate().open();
            assertThat(hung.value()).isEqualTo("plain 1");
            assertThat(books.plain(1)).isEqualTo("plain 1");
            assertThat(books.calls()).isEqualTo(1);
        });
    }

    @Test
    void aMethodMayCallItselfForItsOwnKey() {
        runner.withBean(Nesting.class).run(context -> {
            Nesting nesting = context.getBean(Nesting.class);
            nesting.self(nesting);

            assertThat(nesting.twice(1)).isEqualTo("inner, outer");
            assertThat(nesting.calls()).hasValue(2);
        });
    }

    @Test
    void aMethodMayCallOthersForOtherKeys() {
        runner.withBean(Nesting.class).run(context -> {
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
            GatedBooks books = context.getBean(GatedBooks.class);
            Task<Object> one = Task.start(() -> books.plain(1));
            Task<Object> two = Task.start(() -> books.plain(1));
            Awaitility.await().until(() -> books.calls() == 2);
            books.gate().open();

            assertThat(List.of(one.value(), two.value())).containsOnly("plain 1");
        });
    }

    /** Has one caller load and the others wait for it. */
    private static List<Task<Object>> storm(GatedBooks books, Callable<Object> call) {
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

        @Cacheable("more")
        public String twice(int id) {
            return calls.incrementAndGet() == 1 ? self.twice(id) + ", outer" : "inner";
        }
    }
}
