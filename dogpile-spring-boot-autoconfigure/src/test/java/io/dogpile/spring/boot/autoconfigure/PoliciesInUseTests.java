package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dogpile.lock.CreatorTimeoutException;
import io.dogpile.region.CacheRegion;
import io.dogpile.spring.annotation.CacheOnArguments;
import io.dogpile.spring.annotation.CachePolicy;
import io.dogpile.testing.MutableClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.Cacheable;

/** Policies that are written in an application's properties, or on its methods, are followed. */
@Timeout(60)
class PoliciesInUseTests {

    private final MutableClock clock = new MutableClock();
    private final ApplicationContextRunner runner = Runners.application()
            .withBean(Books.class)
            .withBean(InstantSource.class, () -> clock)
            .withPropertyValues(
                    "cache.books.backend=memory",
                    "cache.books.expiration-time=10m",
                    "cache.books.serve-stale=0",
                    "cache.books.serve-stale-on-error=1h");

    @CacheConfig(cacheNames = "books")
    static class Books {

        private final AtomicInteger calls = new AtomicInteger();
        private volatile boolean broken;

        private String call() {
            int number = calls.incrementAndGet();
            if (broken) {
                throw new IllegalStateException("call " + number);
            }
            return number + " by " + Thread.currentThread().getName() + " for " + MDC.get("user");
        }

        void breakDown() {
            broken = true;
        }

        int calls() {
            return calls.get();
        }

        @Cacheable(key = "'plain'")
        public String plain() {
            return call();
        }

        @Cacheable(key = "'sync'", sync = true)
        public String sync() {
            return call();
        }

        @CacheOnArguments
        @CachePolicy(creationTimeout = "1m")
        public String limited() {
            return call();
        }

        @Cacheable(key = "'plainLimited'")
        @CachePolicy(creationTimeout = "1m")
        public String plainLimited() {
            return call();
        }

        @Cacheable(key = "'intolerant'")
        @CachePolicy(serveStaleOnError = "0")
        public String intolerant() {
            return call();
        }

        @Cacheable(key = "'hanging'")
        @CachePolicy(creationTimeout = "50ms")
        public String hanging() throws InterruptedException {
            new CountDownLatch(1).await();
            return call();
        }

        @Cacheable(key = "'early'")
        @CachePolicy(earlyRefreshThreshold = "0.5")
        public String early() {
            return call();
        }
    }

    enum Form {
        PLAIN(Books::plain),
        SYNC(Books::sync),
        LIMITED(Books::limited),
        PLAIN_LIMITED(Books::plainLimited);

        private final Function<Books, String> call;

        Form(Function<Books, String> call) {
            this.call = call;
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aFailingMethodGivesItsPreviousValue(Form form) {
        runner.run(context -> {
            Books books = context.getBean(Books.class);
            String previous = form.call.apply(books);
            books.breakDown();
            clock.advance(Duration.ofMinutes(11));

            assertThat(form.call.apply(books)).isEqualTo(previous);
            assertThat(books.calls()).isEqualTo(2);
            assertThat(form.call.apply(books)).isEqualTo(previous);
            assertThat(books.calls()).as("nobody tries again for a second").isEqualTo(2);
        });
    }

    @Test
    void aMethodMayWantItsFailuresKnown() {
        runner.run(context -> {
            Books books = context.getBean(Books.class);
            books.intolerant();
            books.breakDown();
            clock.advance(Duration.ofMinutes(11));

            assertThatThrownBy(books::intolerant).hasMessage("call 2");
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Form.class,
            names = {"LIMITED", "PLAIN_LIMITED"})
    void aMethodWithALimitRunsOnAThreadOfItsOwnInItsCallersContext(Form form) {
        runner.run(context -> {
            MDC.put("user", "ann");
            try {
                assertThat(form.call.apply(context.getBean(Books.class))).matches("1 by dogpile-limited-\\d+ for ann");
            } finally {
                MDC.clear();
            }
        });
    }

    @Test
    void aMethodThatHangsIsGivenUp() {
        runner.run(context -> {
            Books books = context.getBean(Books.class);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(books::hanging).isInstanceOf(CreatorTimeoutException.class);
            }
        });
    }

    @Test
    void aValueIsMadeAnewInTheBackgroundBeforeItExpires() {
        runner.run(context -> {
            Books books = context.getBean(Books.class);
            String first = books.early();
            clock.advance(Duration.ofMinutes(4));
            assertThat(books.early()).isEqualTo(first);
            clock.advance(Duration.ofMinutes(2));

            assertThat(books.early()).isEqualTo(first);
            await().untilAsserted(() -> assertThat(books.early()).startsWith("2 by dogpile-creation-"));
            assertThat(books.calls()).isEqualTo(2);
        });
    }

    @Test
    void eachLookCountsOnceWhereValuesAreRefreshedEarly() {
        runner.withPropertyValues("cache.books.record-stats=true").run(context -> {
            Books books = context.getBean(Books.class);
            CacheRegion region = context.getBean(CacheRegion.class);
            books.early();
            books.early();
            books.early();

            assertThat(region.stats().misses()).isEqualTo(1);
            assertThat(region.stats().hits()).isEqualTo(2);
        });
    }
}
