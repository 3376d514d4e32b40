package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The part of {@link CacheRegionContract} that is about creating values. */
public abstract class RegionCreationContract extends RegionValuesContract {

    /** For the suites. */
    protected RegionCreationContract() {}

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
}
