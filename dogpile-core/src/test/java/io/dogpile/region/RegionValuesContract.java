package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.backend.CachedValue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The part of {@link CacheRegionContract} that is about getting and setting values. */
public abstract class RegionValuesContract extends RegionFixture {

    /** For the suites. */
    protected RegionValuesContract() {}

    @Test
    void whatWasSetIsGot() {
        CacheRegion region = region();

        region.set(key("a"), "some value");

        assertThat(region.<String>get(key("a"))).isEqualTo("some value");
    }

    @Test
    void whatWasNeverSetIsAbsent() {
        CacheRegion region = region();

        assertThat(region.<String>get(key("a"))).isNull();
        assertThat(region.getValueMetadata(key("a"))).isNull();
        assertThat(region.<String>get(key("a"), CallOptions.expiring(Duration.ofSeconds(10))))
                .isNull();
        region.invalidate();
        assertThat(region.<String>get(key("a"))).isNull();
    }

    @Test
    void aCachedNullIsToldFromNothing() {
        CacheRegion region = region();

        region.set(key("a"), null);

        assertThat(region.<String>get(key("a"))).isNull();
        assertThat(region.getValueMetadata(key("a"))).isNotNull();
        assertThat(region.<String, String>getMulti(List.of(key("a"), key("b")))).containsOnlyKeys(key("a"));
        assertThat(region.<String>getOrCreate(key("a"), () -> "never made")).isNull();
    }

    @Test
    void severalValuesAreSetAndGot() {
        CacheRegion region = region();

        region.setMulti(Map.of(key("a"), "1", key("b"), "2", key("c"), "3"));

        assertThat(region.<String>get(key("b"))).isEqualTo("2");
        assertThat(region.<String, String>getMulti(List.of(key("c"), key("a"), key("b"))))
                .containsExactly(Map.entry(key("c"), "3"), Map.entry(key("a"), "1"), Map.entry(key("b"), "2"));
    }

    @Test
    void absentKeysAreLeftOutOfSeveralValues() {
        CacheRegion region = region();
        region.setMulti(Map.of(key("1"), "one", key("3"), "three", key("5"), "five"));

        Map<String, String> found =
                region.getMulti(List.of(key("1"), key("2"), key("3"), key("4"), key("5"), key("6")));

        assertThat(found)
                .containsExactly(Map.entry(key("1"), "one"), Map.entry(key("3"), "three"), Map.entry(key("5"), "five"));
    }

    @Test
    void noKeysAreNoWork() {
        CacheRegion region = region();

        region.setMulti(Map.of());
        region.deleteMulti(List.of());

        assertThat(region.getMulti(List.of())).isEmpty();
        assertThat(region.getOrCreateMulti(List.of(), keys -> {
                    throw new AssertionError("there is nothing to create");
                }))
                .isEmpty();
    }

    @Test
    void aValueIsDeletedAsOftenAsOneLikes() {
        CacheRegion region = region();
        region.set(key("a"), "some value");

        region.delete(key("a"));
        region.delete(key("a"));

        assertThat(region.<String>get(key("a"))).isNull();
    }

    @Test
    void severalValuesAreDeleted() {
        CacheRegion region = region();
        region.setMulti(Map.of(key("1"), "one", key("2"), "two", key("3"), "three"));

        region.deleteMulti(List.of(key("2"), key("10")));

        assertThat(region.<String, String>getMulti(List.of(key("1"), key("2"), key("3"), key("10"))))
                .containsOnlyKeys(key("1"), key("3"));
    }

    @Test
    void aMissingValueIsCreatedOnce() {
        CacheRegion region = region();

        assertThat(region.<String>getOrCreate(key("a"), numbered())).isEqualTo("value 1");
        assertThat(region.<String>getOrCreate(key("a"), numbered())).isEqualTo("value 1");
        assertThat(region.<String>get(key("a"))).isEqualTo("value 1");
    }

    @Test
    void onlyMissingValuesAreCreatedInTheOrderAskedFor() {
        CacheRegion region = region();
        region.set(key("b"), "was there");

        Map<String, String> values =
                region.getOrCreateMulti(List.of(key("c"), key("b"), key("a")), (List<String> keys) -> {
                    assertThat(keys).containsExactly(key("c"), key("a"));
                    return keys.stream().collect(Collectors.toMap(key -> key, key -> "new " + key));
                });

        assertThat(values)
                .containsExactly(
                        Map.entry(key("c"), "new " + key("c")),
                        Map.entry(key("b"), "was there"),
                        Map.entry(key("a"), "new " + key("a")));
        assertThat(region.<String>get(key("a"))).isEqualTo("new " + key("a"));
    }

    @Test
    void nullsThatMayNotBeCachedReachTheCallerOfSeveral() {
        CacheRegion region = region();
        List<String> keys = List.of(key("1"), key("2"), key("3"));
        CallOptions noNulls = CallOptions.NONE.cachingOnlyIf(value -> value != null);

        Map<String, String> values = region.getOrCreateMulti(
                keys,
                (List<String> missing) -> {
                    Map<String, String> nulls = new LinkedHashMap<>();
                    missing.forEach(key -> nulls.put(key, null));
                    return nulls;
                },
                noNulls);

        assertThat(values).containsOnlyKeys(keys).containsValue(null).doesNotContainValue("");
        assertThat(region.getMulti(keys)).isEmpty();
    }

    @Test
    void aCreatorsFailureReachesItsCallerAndNothingIsCached() {
        CacheRegion region = region();

        assertThatThrownBy(() -> region.getOrCreate(key("a"), () -> {
                    throw new IllegalStateException("boom");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("boom");
        assertThat(region.getValueMetadata(key("a"))).isNull();
        assertThat(region.keyIsLocked(key("a"))).isFalse();
    }

    @Test
    void aChangeDuringACreationIsNotUndone() {
        CacheRegion region = region();
        Map<String, Runnable> changes = Map.of(
                "set", () -> region.set(key("set"), "newer"),
                "delete", () -> region.delete(key("delete")),
                "invalidate", region::invalidate);

        changes.forEach((name, change) -> {
            String created = region.getOrCreate(key(name), () -> {
                change.run();
                return "older";
            });
            assertThat(created).isEqualTo("older");
            assertThat(region.<String>get(key(name))).isEqualTo(name.equals("set") ? "newer" : null);
        });
    }

    @Test
    void aChangeDuringACreationOfSeveralIsNotUndone() {
        CacheRegion region = region();
        List<String> keys = List.of(key("a"), key("b"), key("c"));

        Map<String, String> created = region.getOrCreateMulti(keys, (List<String> missing) -> {
            region.set(key("a"), "newer");
            region.deleteMulti(List.of(key("b")));
            return missing.stream().collect(Collectors.toMap(key -> key, key -> "older"));
        });

        assertThat(created).containsOnlyKeys(keys).containsValue("older");
        assertThat(region.<String, String>getMulti(keys))
                .containsExactly(Map.entry(key("a"), "newer"), Map.entry(key("c"), "older"));
    }

    @Test
    void theBackendIsTheOneThatWasConfigured() {
        CacheRegion region = region();

        region.backend().set(textOrObject(region, "a"), CachedValue.of("below", nowMicros()), null);

        assertThat(region.<String>get(key("a"))).isEqualTo("below");
        assertThat(region.actualBackend()).isSameAs(region.backend().actualBackend());
    }

    private Object textOrObject(CacheRegion region, String name) {
        var mangler = region.backend().keyMangler();
        return mangler == null ? key(name) : mangler.apply(key(name));
    }

    private long nowMicros() {
        return CachedValue.nowMicros(clock);
    }
}
