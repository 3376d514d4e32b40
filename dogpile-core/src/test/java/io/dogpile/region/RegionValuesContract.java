package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.backend.CachedValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
