package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.BackendFactory;
import io.dogpile.backend.BackendRegistry;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.ProxyBackend;
import io.dogpile.settings.InvalidSettingException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What becomes of the backend that a region makes or is handed. */
class RegionBackendTests extends MemoryFixture {

    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void refusesAMisspeltArgumentAndClosesTheBackendItMadeForIt() {
        RegionConfig.Builder config =
                config().settingPrefix("cache.r.").registry(counting()).backend("counting");

        assertThatThrownBy(() ->
                        CacheRegion.of("r", config.argument("maximum-sise", 5).build()))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("cache.r.arguments.maximum-sise: there is no such setting."
                        + " Did you mean 'maximum-size'? Known are: maximum-size.");
        assertThat(closed).hasValue(1);
    }

    @Test
    void refusesAnArgumentThatIsSpeltInTwoWays() {
        RegionConfig config = config().settingPrefix("cache.r.")
                .argument("maximum-size", 5)
                .argument("maximum_size", 6)
                .build();

        assertThatThrownBy(() -> CacheRegion.of("r", config))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("cache.r.arguments.maximum_size: the same setting is also given as"
                        + " 'cache.r.arguments.maximum-size'. Keep one of the two.");
    }

    @Test
    void leavesTheMapOfArgumentsAsItIs() {
        Map<String, Object> arguments = new HashMap<>(Map.of("maximum-size", "5"));
        Map<String, Object> copy = Map.copyOf(arguments);

        region(builder -> builder.arguments(arguments)).set("a", 1);

        assertThat(arguments).isEqualTo(copy);
    }

    @Test
    void closesTheBackendItMadeButNotOneItWasHanded() {
        CacheRegion owner = region(builder -> builder.registry(counting()).backend("counting"));
        CacheBackend backend = owner.backend();
        CacheRegion guest =
                CacheRegion.of("guest", RegionConfig.builder().backend(backend).build());

        guest.close();
        assertThat(closed).hasValue(0);
        owner.close();
        assertThat(closed).hasValue(1);
    }

    @Test
    void regionsMayShareABackend() {
        CacheRegion one = region();
        CacheRegion two = CacheRegion.of(
                "two",
                RegionConfig.builder().backend(one.backend()).clock(clock).build());

        one.set("a", 1);

        assertThat(two.<Integer>get("a")).isEqualTo(1);
        two.invalidate();
        assertThat(two.<Integer>get("a")).isNull();
        assertThat(one.<Integer>get("a")).isEqualTo(1);
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
