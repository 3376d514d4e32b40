package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CachedMultiFunctionTests extends MemoryFixture {

    private final AtomicInteger calls = new AtomicInteger();

    /** Has no value for 10. */
    private final Function<List<Integer>, Map<Integer, String>> original = keys -> {
        int call = calls.incrementAndGet();
        Map<Integer, String> values = new LinkedHashMap<>();
        keys.stream().filter(key -> key != 10).forEach(key -> values.put(key, key + " of call " + call));
        return values;
    };

    @Test
    void isCalledForMissingKeysOnly() {
        CachedMultiFunction<Integer, String> generate = region().cacheMultiOnArguments("generate", original);

        assertThat(generate.apply(List.of(2, 8)))
                .containsExactly(Map.entry(2, "2 of call 1"), Map.entry(8, "8 of call 1"));
        assertThat(generate.apply(List.of(9, 2)))
                .containsExactly(Map.entry(9, "9 of call 2"), Map.entry(2, "2 of call 1"));
        assertThat(generate.apply(List.of(2, 9))).hasSize(2);
        assertThat(calls).hasValue(2);
    }

    @Test
    void eachValueHasTheKeyOfAFunctionOfOneArgument() {
        CacheRegion region = region();
        FunctionOptions options = FunctionOptions.named("mod:generate").inNamespace("foo");
        CachedMultiFunction<Integer, String> generate = region.cacheMultiOnArguments(options, original);
        CachedFunction<Integer, String> single = region.cacheOnArguments(options, (Integer key) -> "never made");

        generate.apply(List.of(2));

        assertThat(generate.key(2)).isEqualTo("mod:generate|foo|2").isEqualTo(single.key(2));
        assertThat(single.apply(2)).isEqualTo("2 of call 1");
    }

    @Test
    void keysForWhichItHasNoValueAreLeftOutAndAskedForAgain() {
        CachedMultiFunction<Integer, String> generate = region().cacheMultiOnArguments("generate", original);

        assertThat(generate.apply(List.of(2, 10))).containsOnlyKeys(2);
        assertThat(generate.apply(List.of(2, 10))).containsExactly(Map.entry(2, "2 of call 1"));
        assertThat(generate.get(List.of(10))).isEmpty();
        assertThat(calls).hasValue(2);
        generate.set(Map.of(10, "set"));
        assertThat(generate.apply(List.of(10))).containsEntry(10, "set");
    }

    @Test
    void isReadWithoutBeingCalled() {
        CachedMultiFunction<Integer, String> generate = region().cacheMultiOnArguments("generate", original);
        generate.apply(List.of(1, 2));

        assertThat(generate.get(List.of(3, 1))).containsExactly(Map.entry(1, "1 of call 1"));
        assertThat(calls).hasValue(1);
    }

    @Test
    void givesTheValuesThatWereSet() {
        CachedMultiFunction<Integer, String> generate = region().cacheMultiOnArguments("generate", original);
        generate.apply(List.of(1, 2));

        generate.set(Map.of(1, "set 1", 3, "set 3"));

        assertThat(generate.apply(List.of(1, 2, 3)))
                .containsExactly(Map.entry(1, "set 1"), Map.entry(2, "2 of call 1"), Map.entry(3, "set 3"));
    }

    @Test
    void forgetsValuesThatAreInvalidated() {
        CachedMultiFunction<Integer, String> generate = region().cacheMultiOnArguments("generate", original);
        generate.apply(List.of(1, 2, 3));

        generate.invalidate(List.of(1, 3));

        assertThat(generate.get(List.of(1, 2, 3))).containsOnlyKeys(2);
    }

    @Test
    void isRefreshedWhateverIsCached() {
        CachedMultiFunction<Integer, String> generate = region().cacheMultiOnArguments("generate", original);
        generate.apply(List.of(1, 2));

        assertThat(generate.refresh(List.of(1, 2))).containsEntry(1, "1 of call 2");
        assertThat(generate.apply(List.of(1, 2)))
                .containsEntry(1, "1 of call 2")
                .containsEntry(2, "2 of call 2");
    }

    @Test
    void takesTheOptionsOfItsCalls() {
        CallOptions options = CallOptions.expiring(MINUTE).cachingOnlyIf((String value) -> !value.startsWith("8 "));
        CachedMultiFunction<Integer, String> generate = region(HOUR)
                .cacheMultiOnArguments(FunctionOptions.named("generate").calling(options), original);

        assertThat(generate.apply(List.of(2, 8))).containsOnlyKeys(2, 8);
        assertThat(generate.get(List.of(2, 8))).containsOnlyKeys(2);
        clock.advance(MINUTE);
        assertThat(generate.get(List.of(2, 8))).isEmpty();
    }

    @Test
    void argumentsThatShareAKeyShareItsValue() {
        FunctionOptions options = FunctionOptions.named("generate")
                .keyedBy((namespace, function, arguments) ->
                        arguments.get(0).toString().toLowerCase(Locale.ROOT));
        CachedMultiFunction<String, Integer> generate = region().cacheMultiOnArguments(options, (List<String> keys) -> {
            assertThat(keys).containsExactly("A");
            return Map.of("A", 1);
        });

        assertThat(generate.apply(List.of("A", "a"))).containsExactly(Map.entry("A", 1), Map.entry("a", 1));
        assertThat(generate.get(List.of("a", "A"))).containsExactly(Map.entry("a", 1), Map.entry("A", 1));
    }

    @Test
    void givesTheOriginalThatIsNotCached() {
        assertThat(region().cacheMultiOnArguments("generate", original).original())
                .isSameAs(original);
    }

    @Test
    void noKeysAreNoCall() {
        CachedMultiFunction<Integer, String> generate = region().cacheMultiOnArguments("generate", original);

        assertThat(generate.apply(List.of())).isEmpty();
        assertThat(generate.get(List.of())).isEmpty();
        generate.invalidate(List.of());
        assertThat(calls).hasValue(0);
    }
}
