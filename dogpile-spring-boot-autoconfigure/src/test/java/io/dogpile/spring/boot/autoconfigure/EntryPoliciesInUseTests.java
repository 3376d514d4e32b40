package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.CreationContext;
import io.dogpile.spring.annotation.CacheOnArguments;
import io.dogpile.spring.annotation.CachePolicy;
import io.dogpile.testing.MutableClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.Cacheable;

/** Annotated methods keep their previous values, and policies decide how long nulls and failures live. */
@Timeout(60)
class EntryPoliciesInUseTests {

    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final MutableClock clock = new MutableClock();
    private final ApplicationContextRunner runner = Runners.application()
            .withBean(Books.class)
            .withBean(InstantSource.class, () -> clock)
            .withPropertyValues(
                    "cache.books.backend=memory",
                    "cache.books.expiration-time=10m",
                    "cache.books.null-expiration-time=1m",
                    "cache.books.failure-expiration-time=5s");

    @CacheConfig(cacheNames = "books")
    static class Books {

        final AtomicInteger calls = new AtomicInteger();
        final AtomicInteger queries = new AtomicInteger();

        /** Asks again only if the state that it knows is not the first. */
        private String book() {
            calls.incrementAndGet();
            CreationContext context = CreationContext.current();
            if ("1".equals(context.previousETag())) {
                return context.notModified();
            }
            context.etag("1");
            return "book " + queries.incrementAndGet();
        }

        int calls() {
            return calls.get();
        }

        int queries() {
            return queries.get();
        }

        @Cacheable(key = "'plain'")
        public String plain() {
            return book();
        }

        @Cacheable(key = "'sync'", sync = true)
        public String sync() {
            return book();
        }

        @CacheOnArguments
        public String onArguments() {
            return book();
        }

        @Cacheable(key = "'limited'")
        @CachePolicy(creationTimeout = "1m")
        public String limited() {
            return book();
        }

        @Cacheable(key = "'optional'")
        public Optional<String> optional() {
            return Optional.of(book());
        }

        @Cacheable(key = "'future'")
        public CompletableFuture<String> future() {
            return CompletableFuture.completedFuture(book());
        }

        @Cacheable(key = "'nothing'")
        public Optional<String> nothing() {
            calls.incrementAndGet();
            return Optional.empty();
        }

        @Cacheable(key = "'failing'")
        public String failing() {
            throw new IllegalStateException("call " + calls.incrementAndGet());
        }

        @Cacheable(key = "'failingSync'", sync = true)
        public String failingSync() {
            throw new IllegalStateException("call " + calls.incrementAndGet());
        }
    }

    enum Form {
        PLAIN(Books::plain),
        SYNC(Books::sync),
        ON_ARGUMENTS(Books::onArguments),
        LIMITED(Books::limited),
        OPTIONAL(books -> books.optional().orElseThrow()),
        FUTURE(books -> books.future().join());

        private final Function<Books, String> call;

        Form(Function<Books, String> call) {
            this.call = call;
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aMethodKeepsItsPreviousValue(Form form) {
        runner.run(context -> {
            Books books = context.getBean(Books.class);
            for (int calls = 1; calls <= 3; calls++) {
                assertThat(form.call.apply(books)).isEqualTo("book 1");
                assertThat(form.call.apply(books)).isEqualTo("book 1");
                assertThat(books.calls()).isEqualTo(calls);
                clock.advance(TEN_MINUTES);
            }
            assertThat(books.queries()).isOne();
        });
    }

    @Test
    void anEmptyOptionalLivesAsNullDoes() {
        runner.run(context -> {
            Books books = context.getBean(Books.class);
            assertThat(books.nothing()).isEmpty();
            clock.advance(Duration.ofMinutes(1).minusMillis(1));
            assertThat(books.nothing()).isEmpty();
            assertThat(books.calls()).isOne();

            clock.advance(Duration.ofMillis(1));
            assertThat(books.nothing()).isEmpty();
            assertThat(books.calls()).isEqualTo(2);
        });
    }

    @Test
    void aFailingMethodIsNotCalledAgainForAWhile() {
        runner.withConfiguration(AutoConfigurations.of(DogpileMetricsAutoConfiguration.class))
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> {
                    Books books = context.getBean(Books.class);
                    assertThatThrownBy(books::failing).hasMessage("call 1");
                    assertThatThrownBy(books::failing)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessage("call 1");
                    assertThatThrownBy(books::failingSync).hasMessage("call 2");
                    assertThatThrownBy(books::failingSync).hasMessage("call 2");
                    clock.advance(Duration.ofSeconds(5));
                    assertThatThrownBy(books::failing).hasMessage("call 3");

                    assertThat(context.getBean(CacheRegion.class).stats().failuresServed())
                            .isEqualTo(2);
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("dogpile.failures.served")
                                    .tag("cache", "books")
                                    .functionCounter()
                                    .count())
                            .isEqualTo(2);
                });
    }
}
