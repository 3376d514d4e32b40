package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.ProxyBackend;
import io.dogpile.lock.CreationException;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Task;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MultiTests extends MemoryFixture {

    private final List<String> calls = new ArrayList<>();
    private final List<Object> asked = new ArrayList<>();

    @Test
    void aKeyThatIsAskedForTwiceIsCreatedOnce() {
        CacheRegion region = region();

        Map<String, String> values = region.getOrCreateMulti(List.of("a", "b", "a"), recording("new"));

        assertThat(asked).containsExactly("a", "b");
        assertThat(values).containsExactly(Map.entry("a", "new"), Map.entry("b", "new"));
        assertThat(region.getMulti(List.of("b", "a", "b"))).containsOnlyKeys("b", "a");
    }

    /** Another region on the same backend stands for another process. */
    @Test
    void aCreatorThatAsksForAKeyOfItsBatchThatIsCreatedElsewhereWaitsForThat() {
        CacheRegion here = Regions.inMemory();
        CacheRegion elsewhere = Regions.on(here.backend());
        Gate gate = new Gate();
        Task<String> theirs = Task.start(() -> elsewhere.getOrCreate("b", gate.then("theirs")));
        gate.awaitReached();

        Task<Map<String, String>> batch = Task.start(() -> here.<String, String>getOrCreateMulti(
                        List.of("a", "b"), keys -> Map.of("a", here.<String>getOrCreate("b", () -> "beside"))))
                .awaitWaiting();
        gate.open();

        assertThat(batch.value()).containsOnly(Map.entry("a", "theirs"), Map.entry("b", "theirs"));
        assertThat(theirs.value()).isEqualTo("theirs");
    }

    @Test
    void differentKeysThatAreMangledToOneShareItsValue() {
        CacheRegion region = region(builder -> builder.keyMangler(key -> key.toLowerCase(Locale.ROOT)));

        Map<String, String> values = region.getOrCreateMulti(List.of("A", "a"), recording("new"));

        assertThat(asked).containsExactly("A");
        assertThat(values).containsExactly(Map.entry("A", "new"), Map.entry("a", "new"));
        assertThat(region.getMulti(List.of("a", "A"))).containsOnlyKeys("a", "A");
    }

    @Test
    void aKeyForWhichTheCreatorHasNoValueIsLeftOutAndNotCached() {
        CacheRegion region = region();

        Map<String, Integer> values = region.getOrCreateMulti(List.of("a", "b"), keys -> Map.of("b", 2));

        assertThat(values).containsExactly(Map.entry("b", 2));
        assertThat(region.getValueMetadata("a")).isNull();
        assertThat(region.keyIsLocked("a")).isFalse();
    }

    @Test
    void aNullIsAValueEvenAmongSeveral() {
        CacheRegion region = region();
        Map<String, Integer> created = new HashMap<>();
        created.put("a", null);

        assertThat(region.getOrCreateMulti(List.of("a"), keys -> created)).isEqualTo(created);
        assertThat(region.getOrCreateMulti(List.of("a"), recording("never made")))
                .containsEntry("a", null);
        assertThat(asked).isEmpty();
    }

    @Test
    void whatWasNotAskedForIsIgnored() {
        CacheRegion region = region();

        Map<String, Integer> values = region.getOrCreateMulti(List.of("a"), keys -> Map.of("a", 1, "z", 26));

        assertThat(values).containsOnlyKeys("a");
        assertThat(region.getValueMetadata("z")).isNull();
    }

    @Test
    void theCreatorIsNotCalledWhenEverythingIsThere() {
        CacheRegion region = region();
        region.setMulti(Map.of("a", "1", "b", "2"));

        assertThat(region.getOrCreateMulti(List.of("b", "a"), recording("never made")))
                .containsExactly(Map.entry("b", "2"), Map.entry("a", "1"));
        assertThat(asked).isEmpty();
    }

    @Test
    void aFailureOfTheCreatorReachesTheCallerAndFreesAllKeys() {
        CacheRegion region = region();
        IllegalStateException unchecked = new IllegalStateException("boom");
        IOException checked = new IOException("no disk");

        assertThatThrownBy(() -> region.getOrCreateMulti(List.of("a", "b"), keys -> {
                    throw unchecked;
                }))
                .isSameAs(unchecked);
        assertThatThrownBy(() -> region.getOrCreateMulti(List.of("a", "b"), keys -> {
                    throw checked;
                }))
                .isInstanceOf(CreationException.class)
                .hasCause(checked);
        assertThat(region.getOrCreateMulti(List.of("a", "b"), recording("new"))).hasSize(2);
    }

    @Test
    void aBatchCostsOneReadBeforeAndOneWrite() {
        CacheRegion region = region(builder -> builder.wrap(Recorder::new));

        region.getMulti(List.of("a", "b"));
        assertThat(calls).containsExactly("getMulti [a, b]");

        calls.clear();
        region.getOrCreateMulti(List.of("a", "b"), recording("new"));
        assertThat(calls)
                .as("one look, one more under the locks, one write")
                .containsExactly("getMulti [a, b]", "getMulti [a, b]", "setMulti [a, b]");

        calls.clear();
        region.setMulti(new TreeMap<>(Map.of("c", 1, "d", 2)));
        region.deleteMulti(List.of("c", "d"));
        assertThat(calls).containsExactly("setMulti [c, d]", "deleteMulti [c, d]");
    }

    @Test
    void theBackendIsNotAskedTwiceForOneKey() {
        CacheRegion region =
                region(builder -> builder.wrap(Recorder::new).keyMangler(key -> key.toLowerCase(Locale.ROOT)));

        region.getMulti(List.of("A", "b", "a"));
        region.getOrCreateMulti(List.of("A", "a"), recording("new"));

        assertThat(calls).containsExactly("getMulti [a, b]", "getMulti [a]", "getMulti [a]", "setMulti [a]");
    }

    @Test
    void aBatchOfGoodValuesCostsOneRead() {
        CacheRegion region = region(builder -> builder.wrap(Recorder::new).recordStats(true));
        region.set("a", "1");
        region.set("b", "2");
        calls.clear();

        Map<String, String> values = region.getOrCreateMulti(List.of("b", "a", "b"), recording("never made"));

        assertThat(calls).containsExactly("getMulti [b, a]");
        assertThat(asked).isEmpty();
        assertThat(values).containsExactly(Map.entry("b", "2"), Map.entry("a", "1"));
        assertThat(region.stats())
                .extracting(RegionStats::hits, RegionStats::misses)
                .containsExactly(2L, 0L);
    }

    @Test
    void oneMissingKeyAmongManyIsTheOnlyOneThatIsCreated() {
        CacheRegion region = region(builder -> builder.keyMangler(key -> key.toLowerCase(Locale.ROOT)));
        region.setMulti(Map.of("a", "old", "c", "old"));

        Map<String, String> values = region.getOrCreateMulti(List.of("A", "B", "c", "a"), recording("new"));

        assertThat(asked).containsExactly("B");
        assertThat(values)
                .containsExactly(
                        Map.entry("A", "old"), Map.entry("B", "new"), Map.entry("c", "old"), Map.entry("a", "old"));
    }

    @Test
    void noKeysCostNothing() {
        CacheRegion region = region(builder -> builder.wrap(Recorder::new));

        region.getMulti(List.of());
        region.getOrCreateMulti(List.of(), recording("never made"));
        region.setMulti(Map.of());
        region.deleteMulti(List.of());

        assertThat(calls).isEmpty();
    }

    private MultiCreator<String, String> recording(String value) {
        return keys -> {
            asked.addAll(keys);
            return MemoryFixture.<String, String>all(value).create(keys);
        };
    }

    private final class Recorder extends ProxyBackend {

        Recorder(CacheBackend proxied) {
            super(proxied);
        }

        @Override
        public CachedValue<?> get(Object key, Type type) {
            calls.add("get " + key);
            return super.get(key, type);
        }

        @Override
        public Map<Object, CachedValue<?>> getMulti(Collection<?> keys, Type type) {
            calls.add("getMulti " + keys);
            return super.getMulti(keys, type);
        }

        @Override
        public boolean set(Object key, CachedValue<?> value, Held held) {
            calls.add("set " + key);
            return super.set(key, value, held);
        }

        @Override
        public Set<Object> setMulti(Map<Object, ? extends CachedValue<?>> values, Map<Object, Held> held) {
            calls.add("setMulti " + values.keySet());
            return super.setMulti(values, held);
        }

        @Override
        public void deleteMulti(Collection<?> keys) {
            calls.add("deleteMulti " + keys);
            super.deleteMulti(keys);
        }
    }
}
