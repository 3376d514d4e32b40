package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.backend.BackendWrapper;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.PassThroughProxy;
import io.dogpile.backend.ProxyBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ConfigMapTests extends MemoryFixture {

    @Test
    void readsTextAsAFileWouldGiveIt() {
        RegionConfig config = read(Map.of(
                "cache.example.backend", "dogpile.cache.memory",
                "cache.example.expiration_time", "600",
                "cache.example.serve_stale", "5m",
                "cache.example.wait_timeout", "250ms",
                "cache.example.cache_null_values", "false",
                "cache.example.outage_copies", "7",
                "cache.example.record_stats", "true",
                "cache.example.key_mangler", "sha1",
                "cache.example.arguments.maximum_size", "5"));

        assertThat(config.backendName).isEqualTo("dogpile.cache.memory");
        assertThat(config.expirationTime).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.serveStale).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.waitTimeout).isEqualTo(Duration.ofMillis(250));
        assertThat(config.cacheNullValues).isFalse();
        assertThat(config.outageCopies).isEqualTo(7);
        assertThat(config.recordStats).isTrue();
        assertThat(config.keyMangler).isNotNull();
        assertThat(config.keyMangler.mangle("some_key")).isEqualTo("53def077a4264bd3183d4eb21b1f56f883e1b572");
        assertThat(config.arguments).containsOnly(Map.entry("maximum_size", "5"));
    }

    @Test
    void readsTypedValues() {
        CacheBackend backend = region().backend();
        RegionConfig config = read(Map.of(
                "cache.example.backend",
                backend,
                "cache.example.expiration-time",
                Duration.ofHours(32),
                "cache.example.serve-stale",
                -1));

        assertThat(config.backend).isSameAs(backend);
        assertThat(config.expirationTime).isEqualTo(Duration.ofHours(32));
        assertThat(config.serveStale).isEqualTo(CacheRegion.NEVER);
    }

    @Test
    void leavesEverythingElseAtItsDefault() {
        RegionConfig config = read(Map.of("cache.example.backend", "memory"));

        assertThat(config.expirationTime).isNull();
        assertThat(config.serveStale).isNull();
        assertThat(config.waitTimeout).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.cacheNullValues).isTrue();
        assertThat(config.outageCopies).isZero();
        assertThat(config.recordStats).isFalse();
        assertThat(config.replaceExistingBackend).isFalse();
        assertThat(config.keyMangler).isNull();
        assertThat(config.wrappers).isEmpty();
    }

    @Test
    void readsOnlyNamesWithThePrefix() {
        RegionConfig config =
                read(Map.of("cache.example.backend", "memory", "cache.other.bakcend", "x", "CACHE_DIR", "/var/cache"));

        assertThat(config.backendName).isEqualTo("memory");
    }

    @Test
    void configuresARegion() {
        CacheRegion region = CacheRegion.create("example");

        region.configureFromConfig(
                Map.of("cache.example.backend", "memory", "cache.example.arguments.maximum-size", "7"),
                "cache.example.");

        region.set("a", 1);
        assertThat(region.<Integer>get("a")).isEqualTo(1);
        Map<String, Object> again = new HashMap<>(Map.of("cache.example.backend", "null"));
        assertThatThrownBy(() -> region.configureFromConfig(again, "cache.example."))
                .isInstanceOf(RegionAlreadyConfiguredException.class);
        again.put("cache.example.replace_existing_backend", "true");
        region.configureFromConfig(again, "cache.example.");
        assertThat(region.<Integer>get("a")).isNull();
    }

    @Test
    void noneAsAKeyManglerSwitchesOffTheBackendsOwn() {
        CacheBackend mangling = new ProxyBackend(region().backend()) {
            @Override
            public UnaryOperator<String> keyMangler() {
                return key -> "mangled " + key;
            }
        };
        CacheRegion region = CacheRegion.create("example")
                .configureFromConfig(Map.of("cache.backend", mangling, "cache.key-mangler", "none"), "cache.");

        region.set("a", 1);

        assertThat(stored(region, "a")).isEqualTo(1);
    }

    @Test
    void proxiesAreNamedByClass() {
        Map<String, Object> names = Map.of(
                "cache.example.backend",
                "memory",
                "cache.example.wrap",
                PassThroughProxy.class.getName() + " , " + Outer.class.getName());
        CacheRegion byName = CacheRegion.create("r").configureFromConfig(names, "cache.example.");
        CacheRegion byClass = CacheRegion.create("r")
                .configureFromConfig(Map.of("cache.backend", "memory", "cache.wrap", Outer.class), "cache.");
        List<Object> seen = new ArrayList<>();
        BackendWrapper seeing = backend -> new ProxyBackend(backend) {
            @Override
            public boolean set(Object key, CachedValue<?> value, Held held) {
                seen.add(key);
                return super.set(key, value, held);
            }
        };
        CacheRegion mixed = CacheRegion.create("r")
                .configureFromConfig(
                        Map.of("cache.backend", "memory", "cache.wrap", List.of(Outer.class, seeing)), "cache.");
        mixed.set("a", 1);

        assertThat(byName.backend()).as("the first is the outermost").isInstanceOf(PassThroughProxy.class);
        assertThat(byClass.backend()).isInstanceOf(Outer.class);
        assertThat(mixed.backend()).isInstanceOf(Outer.class);
        assertThat(seen).containsExactly("a");
    }

    private static RegionConfig read(Map<String, Object> values) {
        return ConfigMap.read(values, "cache.example.");
    }

    /** Named in configuration. */
    public static final class Outer extends ProxyBackend {

        /** As configuration needs it. */
        public Outer(CacheBackend proxied) {
            super(proxied);
        }
    }
}
