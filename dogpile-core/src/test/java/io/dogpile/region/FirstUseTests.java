package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.BackendFactory;
import io.dogpile.backend.BackendRegistry;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.ProxyBackend;
import io.dogpile.memory.MemoryBackendFactory;
import io.dogpile.settings.InvalidSettingException;
import io.dogpile.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Regions in memory are put together with their first use; what is wrong with them is said before. */
class FirstUseTests {

    private final AtomicInteger made = new AtomicInteger();
    private final BackendRegistry registry = BackendRegistry.load(FirstUseTests.class.getClassLoader());

    FirstUseTests() {
        registry.register(new Counted());
    }

    @Test
    void nothingIsMadeByConfiguringAskingForSettingsOrClosing() {
        List<Object> told = new ArrayList<>();
        CacheRegion region = CacheRegion.of(
                "books",
                counted()
                        .expirationTime(Duration.ofMinutes(1))
                        .listener(new RegionListener() {
                            @Override
                            public void onConfigured(CacheRegion configured) {
                                told.add(configured.settings().get("expiration-time"));
                            }
                        })
                        .build());

        assertThat(region.isConfigured()).isTrue();
        assertThat(told).containsExactly(Duration.ofMinutes(1));
        region.close();
        assertThat(made).hasValue(0);
    }

    @Test
    void manyFirstUsesAtATimeMakeOneBackend() throws Exception {
        CacheRegion region = CacheRegion.of("books", counted().build());
        int callers = 32;
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        AtomicInteger creations = new AtomicInteger();
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                answers.add(threads.submit(() -> {
                    start.await();
                    return region.getOrCreate("key", creations::incrementAndGet);
                }));
            }
            start.countDown();
            for (Future<Integer> answer : answers) {
                assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(creations).hasValue(1);
        assertThat(made).hasValue(1);
    }

    @Test
    void wrongArgumentsAreRefusedWhenTheRegionIsConfigured() {
        CacheRegion region = CacheRegion.create("books");

        assertThatThrownBy(() -> region.configure(
                        counted().argument("maximum-size", "many").build()))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("maximum-size");
        assertThatThrownBy(() ->
                        region.configure(counted().argument("maximum-sice", 5).build()))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("maximum-sice");
        assertThatThrownBy(
                        () -> region.configure(RegionConfig.builder("nowhere").build()))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("nowhere");
        assertThat(region.isConfigured()).isFalse();
        assertThatThrownBy(() -> region.get("key")).isInstanceOf(RegionNotConfiguredException.class);
    }

    @Test
    void aSecondConfigurationIsRefusedBeforeTheFirstUseToo() {
        CacheRegion region = CacheRegion.of("books", counted().build());

        assertThatThrownBy(() -> region.configure(counted().build()))
                .isInstanceOf(RegionAlreadyConfiguredException.class);
    }

    @Test
    void aReplacementBeforeTheFirstUseIsTheOneThatIsUsed() {
        CacheRegion region = CacheRegion.of("books", counted().build());

        region.configure(
                RegionConfig.builder("null").replaceExistingBackend(true).build());

        region.set("key", "value");
        assertThat(region.<String>get("key")).isNull();
        assertThat(made).hasValue(0);
    }

    @Test
    void aReplacementThatWaitsTooIsTheOneThatIsUsed() {
        CacheRegion region = CacheRegion.of("books", counted().build());

        region.configure(
                counted().cacheNullValues(false).replaceExistingBackend(true).build());

        assertThat(made).hasValue(0);
        assertThatThrownBy(() -> region.set("key", null)).isInstanceOf(IllegalArgumentException.class);
        region.set("key", "value");
        assertThat(made).hasValue(1);
    }

    /** A proxy is the application's code, which may fail. */
    @Test
    void aRegionWithProxiesIsPutTogetherWhenItIsConfigured() {
        CacheRegion.of("books", counted().wrap(Proxy::new).build());

        assertThat(made).hasValue(1);
    }

    private RegionConfig.Builder counted() {
        return RegionConfig.builder("counted").registry(registry);
    }

    private static final class Proxy extends ProxyBackend {

        Proxy(CacheBackend target) {
            super(target);
        }
    }

    private final class Counted implements BackendFactory {

        private final MemoryBackendFactory memory = new MemoryBackendFactory();

        @Override
        public String name() {
            return "dogpile.cache.counted";
        }

        @Override
        public CacheBackend create(BackendContext context) {
            made.incrementAndGet();
            return memory.create(context);
        }

        @Override
        public boolean canWait(Settings arguments) {
            return memory.canWait(arguments);
        }
    }
}
