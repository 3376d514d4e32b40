package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** P10: null is a value, distinct from absent; caching it can be turned off. */
@Timeout(20)
class NullIsAValueTests {

    private final AtomicInteger creations = new AtomicInteger();

    private String createNull() {
        creations.incrementAndGet();
        return null;
    }

    private Map<String, String> createNulls(List<String> keys) {
        creations.incrementAndGet();
        Map<String, String> values = new HashMap<>();
        keys.forEach(key -> values.put(key, null));
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "memory_pickle"})
    void aCachedNullIsAHit(String backend) {
        CacheRegion region =
                CacheRegion.of("test", RegionConfig.builder(backend).build());

        assertThat(region.<String>getOrCreate("key", this::createNull)).isNull();
        assertThat(region.<String>getOrCreate("key", this::createNull)).isNull();
        assertThat(region.<String, String>getOrCreateMulti(List.of("key"), this::createNulls))
                .containsEntry("key", null);

        assertThat(creations).hasValue(1);
        assertThat(region.getValueMetadata("key")).isNotNull();
        assertThat(region.getValueMetadata("absent")).isNull();
        assertThat(region.getMulti(Arrays.asList("key", "absent"))).containsOnlyKeys("key");
    }

    @Test
    void withNullsOffNullReachesTheCallerAndIsNotCached() {
        CacheRegion region =
                CacheRegion.of("test", Regions.memory().cacheNullValues(false).build());

        assertThat(region.<String>getOrCreate("key", this::createNull)).isNull();
        assertThat(region.<String>getOrCreate("key", this::createNull)).isNull();
        assertThat(region.<String, String>getOrCreateMulti(List.of("key"), this::createNulls))
                .containsEntry("key", null);

        assertThat(creations).hasValue(3);
        assertThat(region.getValueMetadata("key")).isNull();
        assertThatThrownBy(() -> region.set("key", null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> region.setMulti(Collections.singletonMap("key", null)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
