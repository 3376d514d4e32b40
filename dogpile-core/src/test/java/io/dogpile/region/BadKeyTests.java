package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BadKeyTests extends MemoryFixture {

    @Test
    void anArrayIsRefusedByABackendThatComparesKeysByEquals() {
        CacheRegion region = region();

        List<Runnable> uses =
                List.of(() -> region.get(new int[] {1}), () -> region.getOrCreate(new String[] {"a"}, numbered()));

        uses.forEach(use -> assertThatThrownBy(use::run)
                .isInstanceOf(UnstableKeyException.class)
                .hasMessage("An array can't be a key of a backend in memory, because two arrays with the same elements"
                        + " are not equal. Use a list instead, such as List.of(...)."));
    }

    @Test
    void anArrayIsAKeyWhereKeysAreText() {
        CacheRegion region = region(builder -> builder.backend("memory_pickle"));

        region.set(new int[] {1, 2}, "found");

        assertThat(region.<String>get(new int[] {1, 2})).isEqualTo("found");
        assertThat(region.<String>get(List.of(1, 2))).isEqualTo("found");
    }

    @Test
    void anUnstableKeyIsRefusedWhereKeysAreText() {
        CacheRegion region = region(builder -> builder.backend("memory_pickle"));

        assertThatThrownBy(() -> region.set(new Object(), "lost"))
                .isInstanceOf(UnstableKeyException.class)
                .hasMessageStartingWith("A key of class java.lang.Object has no text of its own");
        assertThatThrownBy(() -> region.getMulti(List.of("a", new Object()))).isInstanceOf(UnstableKeyException.class);
    }

    @Test
    void anUnstableKeyIsFoundAgainInMemory() {
        CacheRegion region = region();
        Object key = new Object();

        region.set(key, "found");

        assertThat(region.<String>get(key)).isEqualTo("found");
        assertThat(region.<String>get(new Object())).isNull();
    }
}
