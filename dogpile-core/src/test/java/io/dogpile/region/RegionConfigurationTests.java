package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.BackendFactory;
import io.dogpile.backend.BackendRegistry;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.PassThroughProxy;
import io.dogpile.backend.ProxyBackend;
import io.dogpile.backend.UnknownBackendException;
import io.dogpile.settings.InvalidSettingException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RegionConfigurationTests extends MemoryFixture {

    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void hasTheNameItWasGiven() {
        CacheRegion region = CacheRegion.create("my-name");

        assertThat(region.name()).isEqualTo("my-name");
        assertThat(region).hasToString("CacheRegion[my-name, not configured]");
        assertThat(region.configure(config().build())).isSameAs(region).hasToString("CacheRegion[my-name]");
    }

    @Test
    void isConfiguredOnceItHasABackend() {
        CacheRegion region = CacheRegion.create("r");
        assertThat(region.isConfigured()).isFalse();

        region.configure(config().build());

        assertThat(region.isConfigured()).isTrue();
    }

    @Test
    void isOfNoUseBeforeItIsConfigured() {
        CacheRegion region = CacheRegion.create("r");

        List<Runnable> uses = List.of(
                region::backend,
                region::actualBackend,
                region::invalidate,
                () -> region.wrap(PassThroughProxy::new),
                () -> region.get("a"),
                () -> region.getMulti(List.of()),
                () -> region.getValueMetadata("a"),
                () -> region.getOrCreate("a", numbered()),
                () -> region.getOrCreateMulti(List.of(), all(1)),
                () -> region.set("a", 1),
                () -> region.setMulti(Map.of()),
                () -> region.delete("a"),
                () -> region.deleteMulti(List.of()),
                () -> region.keyIsLocked("a"));

        uses.forEach(use -> assertThatThrownBy(use::run)
                .isInstanceOf(RegionNotConfiguredException.class)
                .hasMessage(
                        "Region 'r' is not configured yet. Call configure(...) or configureFromConfig(...) first."));
        region.close();
        assertThat(region.isConfigured()).isFalse();
    }

    @Test
    void functionsMayBeWrappedBeforeItIsConfigured() {
        CacheRegion region = CacheRegion.create("r");
        CachedFunction<String, String> function = region.cacheOnArguments("f", (String a) -> a + "!");

        region.configure(config().build());

        assertThat(function.apply("x")).isEqualTo("x!");
        assertThat(region.<String>get("f|x")).isEqualTo("x!");
    }

    @Test
    void cannotBeConfiguredTwiceByAccident() {
        CacheRegion region = region();
        region.set("a", 1);

        assertThatThrownBy(() -> region.configure(config().build()))
                .isInstanceOf(RegionAlreadyConfiguredException.class)
                .hasMessage("Region 'contract' is already configured with "
                        + region.actualBackend().getClass().getName()
                        + ". Set replaceExistingBackend (replace_existing_backend) if that is to be replaced.");
        assertThat(region.<Integer>get("a")).isEqualTo(1);
    }

    @Test
    void isConfiguredAnewOnRequestAndClosesItsOldBackend() {
        CacheRegion region = region(builder -> builder.registry(counting()).backend("counting"));
        region.set("a", 1);

        region.configure(config().replaceExistingBackend(true)
                .keyMangler(KeyMangler.sha1())
                .build());

        assertThat(region.<Integer>get("a")).isNull();
        assertThat(closed).hasValue(1);
        region.set("some_key", 2);
        assertThat(stored(region, "53def077a4264bd3183d4eb21b1f56f883e1b572")).isEqualTo(2);
    }

    @Test
    void keepsItsBackendWhenTheNewConfigurationCannotBeUsed() {
        CacheRegion region = region();
        region.set("a", 1);

        assertThatThrownBy(() -> region.configure(RegionConfig.builder("unknown")
                        .replaceExistingBackend(true)
                        .build()))
                .isInstanceOf(UnknownBackendException.class);

        assertThat(region.<Integer>get("a")).isEqualTo(1);
    }

    @Test
    void refusesAnUnknownBackendAndStaysUnconfigured() {
        CacheRegion region = CacheRegion.create("r");

        assertThatThrownBy(() -> region.configure(
                        RegionConfig.builder("memroy").settingPrefix("cache.r.").build()))
                .isInstanceOf(UnknownBackendException.class)
                .hasMessage("cache.r.backend=memroy: unknown backend 'memroy'. Did you mean 'memory'?"
                        + " Known are: memory, memory_pickle, null, redis, redis_cluster, redis_sentinel, valkey,"
                        + " valkey_cluster, valkey_sentinel.");
        assertThat(region.isConfigured()).isFalse();
    }

    @Test
    void needsABackend() {
        assertThatThrownBy(
                        () -> RegionConfig.builder().settingPrefix("cache.r.").build())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(
                        "cache.r.backend: a region needs a backend. Name one of: dogpile.cache.memory, ");
    }

    private BackendRegistry counting() {
        BackendRegistry registry = BackendRegistry.load(getClass().getClassLoader());
        BackendFactory memory = registry.get("backend", "memory");
        registry.register(new BackendFactory() {
            @Override
            public String name() {
                return "counting";
            }

            @Override
            public CacheBackend create(BackendContext context) {
                return new ProxyBackend(memory.create(context)) {
                    @Override
                    public void close() {
                        closed.incrementAndGet();
                        super.close();
                    }
                };
            }
        });
        return registry;
    }
}
