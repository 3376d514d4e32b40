package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.region.CacheRegion;
import io.dogpile.spring.annotation.CacheOnArguments;
import io.dogpile.spring.annotation.CachePolicy;
import io.dogpile.testing.Gate;
import io.dogpile.testing.MutableClock;
import io.dogpile.testing.Task;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;

/** What a method says of its values, on a clock that is moved. */
@Timeout(60)
class CachePolicyTests {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final MutableClock clock = new MutableClock();
    private final ApplicationContextRunner runner = Runners.application()
            .withBean(PolicyBooks.class)
            .withBean(InstantSource.class, () -> clock)
            .withPropertyValues(
                    "cache.books.backend=memory",
                    "cache.books.expiration-time=1h",
                    "cache.books.serve-stale=0",
                    "books.expiration=1m");

    enum Shape {
        PLAIN(books -> books.plain(1)),
        SYNC(books -> books.sync(1)),
        OPTIONAL(books -> books.optional(1).orElseThrow()),
        FUTURE(books -> books.future(1).join()),
        ON_ARGUMENTS(books -> books.onArguments(1)),
        SPEAKING(books -> books.speaking(1)),
        STALE(books -> books.stale(1));

        private final Function<PolicyBooks, String> call;

        Shape(Function<PolicyBooks, String> call) {
            this.call = call;
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void aMethodsValuesExpireAfterItsOwnTime(Shape shape) {
        runner.run(context -> {
            PolicyBooks books = context.getBean(PolicyBooks.class);
            String first = shape.call.apply(books);

            clock.advance(MINUTE.minusMillis(1));
            assertThat(shape.call.apply(books)).isEqualTo(first);
            clock.advance(Duration.ofMillis(1));
            assertThat(shape.call.apply(books)).isNotEqualTo(first);
            assertThat(books.calls()).isEqualTo(2);
        });
    }

    @Test
    void whatAMethodPutsExpiresAfterItsOwnTime() {
        runner.run(context -> {
            CacheRegion region = context.getBean(CacheRegion.class);
            String put = context.getBean(PolicyBooks.class).put(1);

            assertThat(region.<String>get("put1")).isEqualTo(put);
            clock.advance(MINUTE);
            assertThat(region.<String>get("put1")).isNull();
        });
    }

    @Test
    void aStaleValueIsServedForAsLongAsTheMethodSays() {
        runner.run(context -> {
            PolicyBooks books = context.getBean(PolicyBooks.class);
            String old = books.stale(1);
            clock.advance(MINUTE.multipliedBy(2).minusMillis(1));
            Gate gate = books.close();
            Task<String> creation = Task.start(() -> books.stale(1));
            gate.awaitReached();

            assertThat(books.stale(1)).isEqualTo(old);
            gate.open();
            assertThat(creation.value()).isNotEqualTo(old);
        });
    }

    @Test
    void aMethodDecidesWhatIsStored() {
        runner.run(context -> {
            PolicyBooks books = context.getBean(PolicyBooks.class);
            for (int i = 0; i < 2; i++) {
                assertThat(books.notEmpty("")).isEmpty();
                assertThat(books.onArgumentsNotEmpty("")).isEmpty();
                assertThat(books.optional(-1)).isEmpty();
                assertThat(books.onArgumentsNotEmpty("unconditional")).isNotEmpty();
            }
            assertThat(books.calls()).isEqualTo(8);
            for (int i = 0; i < 2; i++) {
                books.notEmpty("a");
                books.onArgumentsNotEmpty("a");
                books.optional(1);
            }
            assertThat(books.calls()).isEqualTo(11);
        });
    }

    @CachePolicy(expirationTime = "1m", shouldCache = "#result > 0")
    static class ByClass {

        int calls;

        @Cacheable("books")
        public int counted(int start) {
            return start + ++calls;
        }

        @Cacheable(cacheNames = "books", key = "'own'")
        @CachePolicy(expirationTime = "2m")
        public int own() {
            return -1;
        }
    }

    @Test
    void aClassSpeaksForItsMethodsSettingBySetting() {
        runner.withBean(ByClass.class).run(context -> {
            ByClass bean = context.getBean(ByClass.class);
            CacheRegion region = context.getBean(CacheRegion.class);

            assertThat(bean.counted(0)).isEqualTo(1);
            assertThat(bean.counted(0)).isEqualTo(1);
            bean.own();
            assertThat(region.getValueMetadata("own")).isNull();
            clock.advance(MINUTE);
            assertThat(bean.counted(0)).isEqualTo(2);
        });
    }

    static class Broken {

        @Cacheable("books")
        @CachePolicy(expirationTime = "soon")
        public int duration() {
            return 1;
        }

        @Cacheable("books")
        @CachePolicy(serveStale = "-5")
        public int negative() {
            return 1;
        }

        @Cacheable("books")
        @CachePolicy(expirationTime = "${nobody.knows}")
        public int placeholder() {
            return 1;
        }

        @CacheOnArguments(region = "books", shouldCache = "#result >")
        public int syntax() {
            return 1;
        }

        @CacheOnArguments(region = "books", shouldCache = "'maybe'")
        public int undecided() {
            return 1;
        }
    }

    @Test
    void whatCannotBeReadFailsTheFirstCallWithTheMethodsName() {
        runner.withBean(Broken.class).run(context -> {
            Broken broken = context.getBean(Broken.class);
            String place = "@CachePolicy of " + Broken.class.getName();

            assertThatThrownBy(broken::duration)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith(place + ".duration: expirationTime=soon: is not a duration");
            assertThatThrownBy(broken::negative)
                    .hasMessageStartingWith(place + ".negative: serveStale=-5: is negative");
            assertThatThrownBy(broken::placeholder)
                    .hasMessageStartingWith(place + ".placeholder: ")
                    .hasMessageContaining("nobody.knows");
            assertThatThrownBy(broken::syntax)
                    .hasMessageStartingWith(place + ".syntax: shouldCache='#result >' is no expression in SpEL");
            assertThatThrownBy(broken::undecided)
                    .hasMessageStartingWith(place + ".undecided: shouldCache=''maybe'' can't be answered");
        });
    }
}
