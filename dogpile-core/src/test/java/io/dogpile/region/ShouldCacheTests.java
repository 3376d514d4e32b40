package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ShouldCacheTests extends MemoryFixture {

    private final CallOptions odd = CallOptions.NONE.cachingOnlyIf((Integer value) -> value % 2 == 1);
    private final Queue<Integer> values = new ArrayDeque<>(List.of(1, 2, 3));

    @Test
    void aValueThatFailsTheTestReachesTheCallerButIsNotStored() {
        CacheRegion region = region();

        assertThat(region.<Integer>getOrCreate("a", values::poll, odd)).isEqualTo(1);
        assertThat(stored(region, "a")).isEqualTo(1);

        region.invalidate();
        assertThat(region.<Integer>getOrCreate("a", values::poll, odd)).isEqualTo(2);
        assertThat(stored(region, "a")).isEqualTo(1);

        region.invalidate();
        assertThat(region.<Integer>getOrCreate("a", values::poll, odd)).isEqualTo(3);
        assertThat(stored(region, "a")).isEqualTo(3);
    }

    @Test
    void eachOfSeveralValuesIsTestedForItself() {
        CacheRegion region = region();

        Map<String, Integer> created =
                region.getOrCreateMulti(List.of("a", "b", "c"), keys -> Map.of("a", 1, "b", 2, "c", 3), odd);

        assertThat(created).containsOnlyKeys("a", "b", "c");
        assertThat(region.getMulti(List.of("a", "b", "c"))).containsOnlyKeys("a", "c");
    }

    @Test
    void severalValuesThatAllFailTheTestAreNotStored() {
        CacheRegion region = region();

        assertThat(region.getOrCreateMulti(List.of(1, 2), all(2), odd)).containsOnlyKeys(1, 2);

        assertThat(region.getMulti(List.of(1, 2))).isEmpty();
    }

    @Test
    void aValueThatIsNotStoredIsNotReportedAsOvertaken() {
        AtomicReference<Object> superseded = new AtomicReference<>();
        CacheRegion region = region(builder -> builder.listener(new RegionListener() {
            @Override
            public void onSuperseded(String name, Object key) {
                superseded.set(key);
            }
        }));

        region.getOrCreateMulti(List.of(1), all(2), odd);
        assertThat(superseded).hasValue(null);
    }

    @Test
    void settingIsNotTested() {
        CacheRegion region = region();
        CachedFunction<String, Integer> function =
                region.cacheOnArguments(FunctionOptions.named("f").calling(odd), (String a) -> 4);

        function.set(2, "a");

        assertThat(function.apply("a")).isEqualTo(2);
        assertThat(function.apply("b")).isEqualTo(4);
        assertThat(function.get("b")).isNull();
    }

    @Test
    void goesTogetherWithAnExpirationTime() {
        CacheRegion region = region();
        CallOptions options = CallOptions.expiring(MINUTE).cachingOnlyIf((Integer value) -> value % 2 == 1);

        region.getOrCreate("a", values::poll, options);
        clock.advance(MINUTE);

        assertThat(region.<Integer>getOrCreate("a", values::poll, options)).isEqualTo(2);
        assertThat(stored(region, "a")).isEqualTo(1);
    }
}
