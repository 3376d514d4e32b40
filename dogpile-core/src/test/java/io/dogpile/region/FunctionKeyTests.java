package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FunctionKeyTests extends MemoryFixture {

    private final FunctionKeyGenerator generator = FunctionKeyGenerator.dogpile();

    @Test
    void aKeyIsTheNameAndTheArguments() {
        assertThat(generator.generate(null, "shop.Reports:daily", List.of(1, 2)))
                .isEqualTo("shop.Reports:daily|1 2");
        assertThat(generator.generate(null, "f", List.of())).isEqualTo("f|");
        assertThat(generator.generate(null, "f", List.of("a b"))).isEqualTo("f|a b");
    }

    @Test
    void aNamespaceComesBetweenThem() {
        assertThat(generator.generate("ns", "f", List.of(1, 2))).isEqualTo("f|ns|1 2");
    }

    @Test
    void textBeyondAsciiIsKept() {
        assertThat(generator.generate("ns", "f", List.of("méil", "drôle"))).isEqualTo("f|ns|méil drôle");
    }

    @Test
    void itsSha1IsTheOneThatDogpileCacheMakes() {
        Object key = generator.generate(null, "tests.cache.test_decorator:one", List.of(1, 2));

        assertThat(KeyMangler.sha1().mangle(key.toString())).isEqualTo("aead490a8ace2d69a00160f1fd8fd8a16552c24f");
    }

    @Test
    void nullIsWrittenInAWayThatNoTextIs() {
        assertThat(generator.generate(null, "f", Arrays.asList((Object) null))).isEqualTo("f|\\0");
        assertThat(generator.generate(null, "f", Arrays.asList(null, 5))).isEqualTo("f|\\0 5");
        assertThat(generator.generate(null, "f", List.of("\\0"))).isEqualTo("f|\\\\0");
        assertThat(generator.generate(null, "f", List.of("\\0", 5))).isEqualTo("f|\\\\\\\\0 5");
        assertThat(generator.generate(null, "f", List.of("null"))).isEqualTo("f|null");
    }

    @Test
    void spacesWithinOneOfSeveralArgumentsAreEscaped() {
        assertThat(generator.generate(null, "f", List.of("a b", "c"))).isEqualTo("f|a\\ b c");
        assertThat(generator.generate(null, "f", List.of("a", "b c"))).isEqualTo("f|a b\\ c");
        assertThat(generator.generate(null, "f", List.of("a\\", "b"))).isEqualTo("f|a\\\\ b");
        assertThat(generator.generate(null, "f", List.of("", " "))).isEqualTo("f| \\ ");
    }

    @Test
    void compositesAreWrittenAsKeysAre() {
        assertThat(generator.generate(null, "f", List.of(List.of("a,b", "c"), 1)))
                .isEqualTo("f|(a\\\\,b,c) 1");
    }

    @Test
    void anArgumentWithoutTextOfItsOwnIsRefused() {
        assertThatThrownBy(() -> generator.generate(null, "f", List.of(new Object())))
                .isInstanceOf(UnstableKeyException.class)
                .hasMessageContaining("java.lang.Object");
    }

    @Test
    void aRegionMayHaveItsOwnKeys() {
        CacheRegion region = region(builder ->
                builder.functionKeyGenerator((namespace, function, arguments) -> function + "_" + arguments.get(0)));
        CachedBiFunction<Integer, Integer, String> go =
                region.cacheOnArguments("go", (Integer a, Integer b) -> a + "," + b);

        assertThat(go.apply(1, 2)).isEqualTo("1,2");
        assertThat(go.apply(1, 3)).isEqualTo("1,2");
        assertThat(go.key(1, 4)).isEqualTo("go_1");
        assertThat(region.<String>get("go_1")).isEqualTo("1,2");
    }

    @Test
    void aFunctionMayHaveItsOwnKeysInsteadOfTheRegions() {
        CacheRegion region =
                region(builder -> builder.functionKeyGenerator((namespace, function, arguments) -> "region"));
        FunctionOptions options = FunctionOptions.named("go")
                .inNamespace("ns")
                .keyedBy((namespace, function, arguments) -> List.of(namespace, function, arguments));

        CachedFunction<Integer, String> go = region.cacheOnArguments(options, (Integer a) -> "value " + a);

        assertThat(go.apply(1)).isEqualTo("value 1");
        assertThat(go.key(1)).isEqualTo(List.of("ns", "go", List.of(1)));
    }

    @Test
    void aGeneratorThatAnswersNullIsToldSo() {
        FunctionOptions options = FunctionOptions.named("go").keyedBy((namespace, function, arguments) -> null);
        CachedFunction<Integer, String> go = region().cacheOnArguments(options, (Integer a) -> "value");

        assertThatThrownBy(() -> go.apply(1))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the key generator returned null");
    }
}
