package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.testing.Crew;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A region that was switched off by configuration: every call is as if there were no cache. */
class NullRegionTests extends RegionFixture {

    @Override
    protected RegionConfig.Builder config() {
        return RegionConfig.builder("dogpile.cache.null");
    }

    @Test
    void nothingIsEverThere() {
        CacheRegion region = region();

        region.set("a", "some value");
        region.setMulti(Map.of("b", 1, "c", 2));

        assertThat(region.<String>get("a")).isNull();
        assertThat(region.getValueMetadata("a")).isNull();
        assertThat(region.getMulti(List.of("a", "b", "c"))).isEmpty();
        assertThat(region.delete("a")).isFalse();
        region.deleteMulti(List.of("b", "c"));
        assertThat(region.keyIsLocked("a")).isFalse();
    }

    @Test
    void everyCallCreates() {
        CacheRegion region = region();

        assertThat(region.<String>getOrCreate("a", numbered())).isEqualTo("value 1");
        assertThat(region.<String>getOrCreate("a", numbered())).isEqualTo("value 2");
    }

    @Test
    void everyCallCreatesAllOfSeveralValues() {
        CacheRegion region = region();
        AtomicInteger calls = new AtomicInteger();
        MultiCreator<String, String> creator = keys -> {
            int call = calls.incrementAndGet();
            return keys.stream().collect(Collectors.toMap(key -> key, key -> key + call));
        };

        assertThat(region.getOrCreateMulti(List.of("a", "b"), creator)).containsEntry("a", "a1");
        assertThat(region.getOrCreateMulti(List.of("a", "b"), creator))
                .containsExactly(Map.entry("a", "a2"), Map.entry("b", "b2"));
    }

    @Test
    void aCachedFunctionIsCalledEveryTime() {
        AtomicInteger calls = new AtomicInteger();
        CachedBiFunction<Integer, Integer, String> go =
                region().cacheOnArguments("go", (Integer a, Integer b) -> calls.incrementAndGet() + " " + a + b);

        assertThat(go.apply(1, 2)).isEqualTo("1 12");
        assertThat(go.apply(1, 2)).isEqualTo("2 12");
        assertThat(go.get(1, 2)).isNull();
    }

    @Test
    void creatorsOfOneKeyRunSideBySide() throws Exception {
        CacheRegion region = region();
        CyclicBarrier together = new CyclicBarrier(4);

        List<Integer> arrivals = Crew.work(
                4, () -> region.getOrCreate("a", () -> together.await(Crew.PATIENCE_SECONDS, TimeUnit.SECONDS)));

        assertThat(arrivals).containsExactlyInAnyOrder(0, 1, 2, 3);
    }
}
