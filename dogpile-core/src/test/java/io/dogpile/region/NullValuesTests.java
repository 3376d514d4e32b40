package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** P10: null is a value, unless the region was told otherwise. */
class NullValuesTests extends MemoryFixture {

    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void aCreatedNullIsCached() {
        CacheRegion region = region();

        assertThat(region.<String>getOrCreate("a", this::countAndAnswerNull)).isNull();
        assertThat(region.<String>getOrCreate("a", this::countAndAnswerNull)).isNull();

        assertThat(calls).hasValue(1);
    }

    @Test
    void aCreatedNullReachesItsCallerButIsNotCachedWhenNullsAreOff() {
        CacheRegion region = withoutNulls();

        assertThat(region.<String>getOrCreate("a", this::countAndAnswerNull)).isNull();
        assertThat(region.<String>getOrCreate("a", this::countAndAnswerNull)).isNull();

        assertThat(calls).hasValue(2);
        assertThat(region.getValueMetadata("a")).isNull();
    }

    @Test
    void onlyTheOthersOfSeveralCreatedValuesAreCachedWhenNullsAreOff() {
        CacheRegion region = withoutNulls();
        Map<String, String> created = new HashMap<>();
        created.put("a", null);
        created.put("b", "value");

        Map<String, String> values = region.getOrCreateMulti(List.of("a", "b"), keys -> created);

        assertThat(values).isEqualTo(created);
        assertThat(region.getMulti(List.of("a", "b"))).containsOnlyKeys("b");
    }

    @Test
    void refreshingAFunctionToNullRemovesWhatIsCachedWhenNullsAreOff() {
        CachedFunction<String, String> function =
                withoutNulls().cacheOnArguments("tests:countAndAnswerNull", argument -> countAndAnswerNull());
        function.set("before", "a");

        assertThat(function.refresh("a")).isNull();

        assertThat(function.get("a")).isNull();
        assertThat(calls).hasValue(1);
    }

    @Test
    void aCreatorOfSeveralThatReturnsNoMapIsToldSo() {
        assertThatThrownBy(() -> region().getOrCreateMulti(List.of("a"), keys -> null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the creator of several keys returned null instead of a map");
    }

    @Test
    void settingNullIsRefusedWhenNullsAreOff() {
        CacheRegion region = withoutNulls();
        region.set("a", "before");

        assertThatThrownBy(() -> region.set("a", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The value of key 'a' is null, and this region does not cache nulls"
                        + " (cache-null-values is false)");
        assertThat(region.<String>get("a")).isEqualTo("before");
    }

    @Test
    void noneOfSeveralValuesIsSetWhenOneIsANullThatIsOff() {
        CacheRegion region = withoutNulls();
        Map<String, String> values = new HashMap<>();
        values.put("a", "value");
        values.put("b", null);

        assertThatThrownBy(() -> region.setMulti(values))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'b'");
        assertThat(region.getMulti(List.of("a", "b"))).isEmpty();
    }

    private CacheRegion withoutNulls() {
        return region(builder -> builder.cacheNullValues(false));
    }

    private String countAndAnswerNull() {
        calls.incrementAndGet();
        return null;
    }
}
