package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What surrounds creators sees each of their calls, in order, and nothing else. */
class CreationInterceptorTests {

    private final List<String> seen = new ArrayList<>();

    private final CacheRegion region = CacheRegion.of(
            "test",
            Regions.memory()
                    .intercept(new Named("outer"))
                    .intercept(new Named("inner"))
                    .build());

    @Test
    void theFirstIsTheOutermost() {
        assertThat(region.<String>getOrCreate("key", this::create)).isEqualTo("value");
        assertThat(seen)
                .containsExactly("outer test key", "inner test key", "creator", "inner is done", "outer is done");
    }

    @Test
    void aHitIsNotSurrounded() {
        region.set("key", "value");
        assertThat(region.<String>getOrCreate("key", this::create)).isEqualTo("value");
        assertThat(seen).isEmpty();
    }

    @Test
    void aBatchIsSurroundedOnce() {
        region.getOrCreateMulti(List.of("a", "b"), keys -> Map.of("a", 1, "b", 2));
        assertThat(seen).containsExactly("outer test [a, b]", "inner test [a, b]", "inner is done", "outer is done");
    }

    @Test
    void theCreatorsFailurePassesThrough() {
        IllegalStateException failure = new IllegalStateException("no");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> region.getOrCreate("key", () -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(seen).contains("inner is done", "outer is done");
    }

    private String create() {
        seen.add("creator");
        return "value";
    }

    private final class Named implements CreationInterceptor {

        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public <V> V intercept(String regionName, Object key, Callable<? extends V> creator) throws Exception {
            seen.add(name + " " + regionName + " " + key);
            try {
                return creator.call();
            } finally {
                seen.add(name + " is done");
            }
        }
    }
}
