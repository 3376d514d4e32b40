package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class CachedFunctionTests extends MemoryFixture {

    private final AtomicInteger calls = new AtomicInteger();
    private final BiFunction<Integer, Integer, String> original = (a, b) -> calls.incrementAndGet() + ":" + a + "," + b;

    @Test
    void isCalledOncePerArgumentsUntilTheValueExpires() {
        CachedBiFunction<Integer, Integer, String> go = region(MINUTE).cacheOnArguments("go", original);

        assertThat(go.apply(1, 2)).isEqualTo("1:1,2");
        assertThat(go.apply(3, 4)).isEqualTo("2:3,4");
        assertThat(go.apply(1, 2)).isEqualTo("1:1,2");
        clock.advance(MINUTE);
        assertThat(go.apply(1, 2)).isEqualTo("3:1,2");
    }

    @Test
    void mayHaveAnExpirationTimeOfItsOwn() {
        CachedBiFunction<Integer, Integer, String> go =
                region(MINUTE).cacheOnArguments(expiring(CallOptions.expiring(MINUTE.multipliedBy(2))), original);

        go.apply(1, 2);
        clock.advance(MINUTE);
        assertThat(go.apply(1, 2)).isEqualTo("1:1,2");
        assertThat(go.get(1, 2)).isEqualTo("1:1,2");
        clock.advance(MINUTE);
        assertThat(go.get(1, 2)).isNull();
        assertThat(go.apply(1, 2)).isEqualTo("2:1,2");
    }

    @Test
    void mayComputeItsExpirationTimeWithEachCall() {
        CachedBiFunction<Integer, Integer, String> go =
                region(MINUTE).cacheOnArguments(expiring(CallOptions.expiring(() -> Duration.ZERO)), original);

        assertThat(go.apply(1, 2)).isEqualTo("1:1,2");
        assertThat(go.apply(1, 2)).isEqualTo("2:1,2");
        assertThat(go.apply(1, 2)).isEqualTo("3:1,2");
    }

    @Test
    void forgetsAValueThatIsInvalidated() {
        CachedBiFunction<Integer, Integer, String> go = region().cacheOnArguments("go", original);
        go.apply(1, 2);
        go.apply(3, 4);

        go.invalidate(1, 2);

        assertThat(go.apply(1, 2)).isEqualTo("3:1,2");
        assertThat(go.apply(3, 4)).isEqualTo("2:3,4");
    }

    @Test
    void givesTheValueThatWasSet() {
        CachedBiFunction<Integer, Integer, String> go = region().cacheOnArguments("go", original);
        go.apply(1, 2);

        go.set("set", 1, 2);
        go.set("set before the first call", 1, 3);

        assertThat(go.apply(1, 2)).isEqualTo("set");
        assertThat(go.apply(1, 3)).isEqualTo("set before the first call");
        go.invalidate(1, 2);
        assertThat(go.apply(1, 2)).isEqualTo("2:1,2");
    }

    @Test
    void isReadWithoutBeingCalled() {
        CachedBiFunction<Integer, Integer, String> go = region().cacheOnArguments("go", original);
        go.apply(1, 2);

        assertThat(go.get(1, 2)).isEqualTo("1:1,2");
        assertThat(go.get(2, 1)).isNull();
        assertThat(calls).hasValue(1);
    }

    @Test
    void isRefreshedWhateverIsCached() {
        CachedBiFunction<Integer, Integer, String> go = region().cacheOnArguments("go", original);
        go.apply(1, 2);

        assertThat(go.refresh(1, 2)).isEqualTo("2:1,2");
        assertThat(go.apply(1, 2)).isEqualTo("2:1,2");
        assertThat(go.refresh(1, 2)).isEqualTo("3:1,2");
        assertThat(go.apply(1, 2)).isEqualTo("3:1,2");
    }

    @Test
    void givesTheOriginalThatIsNotCached() {
        CachedBiFunction<Integer, Integer, String> go = region().cacheOnArguments("go", original);

        assertThat(go.original()).isSameAs(original);
    }

    @Test
    void functionsOfOneNameAreToldApartByTheirNamespace() {
        CacheRegion region = region();
        CachedFunction<String, String> foo =
                region.cacheOnArguments(FunctionOptions.named("generate").inNamespace("foo"), (String x) -> "foo " + x);
        CachedFunction<String, String> bar = region.cacheOnArguments(
                FunctionOptions.named("generate").inNamespace("bar"), (String x) -> "bar of " + foo.apply(x));

        assertThat(bar.apply("1")).isEqualTo("bar of foo 1");
        assertThat(foo.key("1")).isEqualTo("generate|foo|1");
        assertThat(region.<String>get("generate|bar|1")).isEqualTo("bar of foo 1");
    }

    @Test
    void worksWithAnyNumberOfArguments() {
        CacheRegion region = region();
        CachedSupplier<String> none = region.cacheOnArguments("none", () -> "n" + calls.incrementAndGet());
        CachedFunction<String, String> one = region.cacheOnArguments("one", (String a) -> a + calls.incrementAndGet());
        CachedTriFunction<String, String, String, String> three =
                region.cacheOnArguments("three", (String a, String b, String c) -> a + b + c + calls.incrementAndGet());

        assertThat(none.get()).isEqualTo("n1").isEqualTo(none.get()).isEqualTo(none.getCached());
        assertThat(one.apply("x")).isEqualTo("x2").isEqualTo(one.apply("x")).isEqualTo(one.get("x"));
        assertThat(three.apply("x", "y", "z")).isEqualTo("xyz3").isEqualTo(three.get("x", "y", "z"));

        assertThat(none.refresh()).isEqualTo("n4").isEqualTo(none.get());
        assertThat(one.refresh("x")).isEqualTo("x5").isEqualTo(one.apply("x"));
        assertThat(three.refresh("x", "y", "z")).isEqualTo("xyz6").isEqualTo(three.apply("x", "y", "z"));

        none.set("set");
        one.set("set", "x");
        three.set("set", "x", "y", "z");
        assertThat(none.get() + one.apply("x") + three.apply("x", "y", "z")).isEqualTo("setsetset");

        none.invalidate();
        one.invalidate("x");
        three.invalidate("x", "y", "z");
        assertThat(none.getCached()).isNull();
        assertThat(one.get("x")).isNull();
        assertThat(three.get("x", "y", "z")).isNull();
        assertThat(none.original().get()).isEqualTo("n7");
        assertThat(one.original().apply("x")).isEqualTo("x8");
        assertThat(three.original().apply("x", "y", "z")).isEqualTo("xyz9");
    }

    @Test
    void itsFailureReachesTheCaller() {
        CachedFunction<String, String> broken = region().cacheOnArguments("broken", (String a) -> {
            throw new IllegalStateException("boom " + a);
        });

        assertThatThrownBy(() -> broken.apply("x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("boom x");
        assertThat(broken.get("x")).isNull();
    }

    private static FunctionOptions expiring(CallOptions options) {
        return FunctionOptions.named("go").calling(options);
    }
}
