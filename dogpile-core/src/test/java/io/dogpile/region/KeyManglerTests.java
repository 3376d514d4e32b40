package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.ProxyBackend;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class KeyManglerTests extends MemoryFixture {

    @Test
    void sha1GivesTheStringsOfDogpileCache() {
        KeyMangler sha1 = KeyMangler.sha1();

        assertThat(sha1.mangle("some_key")).isEqualTo("53def077a4264bd3183d4eb21b1f56f883e1b572");
        assertThat(sha1.mangle("some key")).isEqualTo("ab0d8e0ce58e6fa9d1b230d25f2ea0b44a51ebd4");
        assertThat(sha1.mangle("héllo")).isEqualTo("35b5ea45c5e41f78b46a937cc74d41dfea920890");
        assertThat(sha1.mangle("")).isEqualTo("da39a3ee5e6b4b0d3255bfef95601890afd80709");
        assertThat(sha1.mangle("users:42")).isEqualTo("b43fa7a159082d0620fa057dcda5f0ac68b38943");
    }

    @Test
    void lengthConditionalManglesFromTheGivenLengthOn() {
        KeyMangler mangler = KeyMangler.lengthConditional(5, key -> "long");

        assertThat(mangler.mangle("1234")).isEqualTo("1234");
        assertThat(mangler.mangle("12345")).isEqualTo("long");
        assertThat(mangler.mangle("🐶🐶🐶🐶"))
                .as("four code points in eight chars")
                .isEqualTo("🐶🐶🐶🐶");
    }

    @Test
    void aManglerCanBeNamed() {
        assertThat(KeyMangler.named("none").orElseThrow().mangle("a")).isEqualTo("a");
        assertThat(KeyMangler.named("sha1").orElseThrow().mangle("some_key")).hasSize(40);
        for (String name : List.of("length-conditional", "length_conditional")) {
            KeyMangler mangler = KeyMangler.named(name).orElseThrow();
            assertThat(mangler.mangle("x".repeat(249))).hasSize(249);
            assertThat(mangler.mangle("x".repeat(250))).hasSize(40);
        }
        assertThat(KeyMangler.named("md5")).isEmpty();
        KeyMangler.NAMES.forEach(name -> assertThat(KeyMangler.named(name)).isPresent());
    }

    @Test
    void everyVerbUsesTheMangledKey() {
        CacheRegion region = region(builder -> builder.keyMangler(key -> "HI!" + key));

        region.set("some key", "some value");
        assertThat(stored(region, "HI!some key")).isEqualTo("some value");
        assertThat(stored(region, "some key")).isNull();
        assertThat(region.<String>get("some key")).isEqualTo("some value");
        assertThat(region.<String>getValueMetadata("some key")).isNotNull();
        assertThat(region.<String>getOrCreate("some key", numbered())).isEqualTo("some value");
        assertThat(region.getMulti(List.of("some key"))).containsOnlyKeys("some key");
        assertThat(region.delete("some key")).isTrue();
        region.setMulti(Map.of("b", 2));
        assertThat(region.getOrCreateMulti(List.of("b", "c"), all(3)))
                .containsExactly(Map.entry("b", 2), Map.entry("c", 3));
        assertThat(stored(region, "HI!c")).isEqualTo(3);
        region.deleteMulti(List.of("b"));
        assertThat(stored(region, "HI!b")).isNull();
    }

    @Test
    void aKeyIsLockedUnderItsMangledName() throws Exception {
        CacheRegion region = region(builder -> builder.keyMangler(KeyMangler.sha1()));

        boolean[] locked = region.getOrCreate("some_key", () -> new boolean[] {
            region.keyIsLocked("some_key"),
            region.backend().mutex("53def077a4264bd3183d4eb21b1f56f883e1b572").isLocked(),
            region.backend().mutex("some_key").isLocked()
        });

        assertThat(locked).containsExactly(true, true, false);
    }

    @Test
    void theBackendsManglerIsUsedUnlessTheRegionNamesOne() {
        CacheRegion byBackend = region(builder -> recommending(builder));
        CacheRegion byRegion = region(builder -> recommending(builder).keyMangler(key -> "region:" + key));
        CacheRegion none = region(builder -> recommending(builder).keyMangler(KeyMangler.none()));
        List.of(byBackend, byRegion, none).forEach(region -> region.set("a", 1));

        assertThat(stored(byBackend, "backend:a")).isEqualTo(1);
        assertThat(stored(byRegion, "region:a")).isEqualTo(1);
        assertThat(stored(none, "a")).isEqualTo(1);
    }

    @Test
    void aManglerGetsTheTextOfAnyKey() {
        CacheRegion region = region(builder -> builder.keyMangler(key -> "<" + key + ">"));

        region.set(List.of("a", 1), "list");
        region.set(42, "number");

        assertThat(stored(region, "<(a,1)>")).isEqualTo("list");
        assertThat(stored(region, "<42>")).isEqualTo("number");
        assertThat(region.<String>get(List.of("a", 1))).isEqualTo("list");
    }

    @Test
    void foreignKeysMayBeConvertedBeforeTheirTextIsMade() {
        UnaryOperator<Object> conversion = key -> key instanceof Object[] parts ? List.of(parts) : key;
        CacheRegion region = region(builder ->
                builder.backend("memory_pickle").keyConversion(key -> key == this ? "this" : conversion.apply(key)));

        region.set(this, "converted");

        assertThat(region.<String>get("this")).isEqualTo("converted");
    }

    @Test
    void aFailingManglerIsNotHidden() {
        CacheRegion region = region(builder -> builder.keyMangler(key -> {
            throw new IllegalStateException("no " + key);
        }));

        assertThatThrownBy(() -> region.get("a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no a");
    }

    private RegionConfig.Builder recommending(RegionConfig.Builder builder) {
        CacheBackend memory = region().backend();
        return builder.backend(new ProxyBackend(memory) {
            @Override
            public UnaryOperator<String> keyMangler() {
                return key -> "backend:" + key;
            }
        });
    }
}
