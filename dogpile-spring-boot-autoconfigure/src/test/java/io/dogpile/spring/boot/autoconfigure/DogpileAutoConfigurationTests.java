package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.BackendFactory;
import io.dogpile.backend.BackendRegistry;
import io.dogpile.backend.BackendWrapper;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.ProxyBackend;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionListener;
import io.dogpile.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

class DogpileAutoConfigurationTests {

    private final ApplicationContextRunner runner = Runners.withRegion();

    @Test
    void aRegionIsABean() {
        runner.run(context -> {
            CacheRegion region = context.getBean("localCacheRegion", CacheRegion.class);
            assertThat(region.name()).isEqualTo("local");
            assertThat(region.isConfigured()).isTrue();
        });
    }

    @Test
    void withoutRegionsThereAreNoRegionBeans() {
        Runners.application().run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheRegion.class));
    }

    @Test
    void canBeSwitchedOff() {
        runner.withPropertyValues("dogpile.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(CacheRegion.class)
                        .doesNotHaveBean(RegionFactory.class));
    }

    @Test
    void regionsAreInjectedByQualifierAndAsCollections() {
        runner.withPropertyValues("cache.other.backend=dogpile.cache.memory")
                .withUserConfiguration(Consumers.class)
                .run(context -> {
                    assertThat(context.getBean("byQualifier")).isEqualTo("other");
                    assertThat(context.getBean("byList")).isEqualTo(List.of("local", "other"));
                    assertThat(context.getBean("byMap"))
                            .isEqualTo(Map.of("localCacheRegion", "local", "otherCacheRegion", "other"));
                });
    }

    @Test
    void laterConfigurationsSeeRegionsInConditions() {
        runner.withConfiguration(AutoConfigurations.of(AfterRegions.class))
                .run(context -> assertThat(context).hasBean("onRegion"));
        Runners.application()
                .withConfiguration(AutoConfigurations.of(AfterRegions.class))
                .run(context -> assertThat(context).doesNotHaveBean("onRegion"));
    }

    @Test
    void aBeanOfTheApplicationTakesTheRegionsPlace() {
        runner.withBean("localCacheRegion", CacheRegion.class, () -> CacheRegion.create("mine"))
                .run(context ->
                        assertThat(context.getBean(CacheRegion.class).name()).isEqualTo("mine"));
    }

    @Test
    void regionsAreClosedWithTheContext() {
        List<String> closed = new ArrayList<>();
        runner.withBean(BackendFactory.class, () -> new RecordingFactory(closed))
                .withPropertyValues("cache.local.backend=recording")
                .run(context -> assertThat(closed).isEmpty());
        assertThat(closed).containsExactly("local");
    }

    @Test
    void backendFactoriesAreBeans() {
        runner.withBean(BackendFactory.class, () -> new RecordingFactory(new ArrayList<>()))
                .withPropertyValues("cache.local.backend=recording", "cache.local.arguments.any-thing=5")
                .run(context -> {
                    assertThat(context.getBean(BackendRegistry.class).names())
                            .contains("recording", "dogpile.cache.memory");
                    assertThat(BackendRegistry.global().names()).doesNotContain("recording");
                    assertThat(context.getBean(CacheRegion.class).backend()).isInstanceOf(RecordingBackend.class);
                });
    }

    @Test
    void aStartMakesNoBackendThatCanWaitForItsFirstUse() {
        List<String> made = new ArrayList<>();
        runner.withBean(BackendFactory.class, () -> new PatientFactory(made))
                .withPropertyValues("cache.local.backend=patient", "cache.local.expiration-time=10m")
                .run(context -> {
                    CacheRegion region = context.getBean(CacheRegion.class);
                    assertThat(region.isConfigured()).isTrue();
                    assertThat(region.settings()).containsEntry("expiration-time", Duration.ofMinutes(10));
                    assertThat(made).isEmpty();
                    region.set("key", "value");
                    assertThat(region.<String>get("key")).isEqualTo("value");
                    assertThat(made).containsExactly("local");
                });
    }

    @Test
    void customizersAreCalledInOrderForEveryRegion() {
        List<String> calls = new ArrayList<>();
        runner.withPropertyValues("cache.other.backend=memory", "cache.local.cache-null-values=true")
                .withBean("calls", List.class, () -> calls)
                .withUserConfiguration(Customizers.class)
                .run(context -> {
                    assertThat(calls).containsExactly("1 local", "2 local", "1 other", "2 other");
                    CacheRegion region = context.getBean("localCacheRegion", CacheRegion.class);
                    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> region.set("key", null)))
                            .isInstanceOf(IllegalArgumentException.class);
                });
    }

    @Test
    void listenersHearOfEveryRegion() {
        List<String> heard = new ArrayList<>();
        RegionListener listener = new RegionListener() {
            @Override
            public void onCreated(String region, Object key, Duration took) {
                heard.add(region + " " + key);
            }
        };
        runner.withPropertyValues("cache.other.backend=memory")
                .withBean(RegionListener.class, () -> listener)
                .run(context -> {
                    context.getBeansOfType(CacheRegion.class)
                            .values()
                            .forEach(region -> region.getOrCreate("key", () -> "value"));
                    assertThat(heard).containsExactly("local key", "other key");
                });
    }

    @Test
    void aUniqueClockIsUsed() {
        Instant[] now = {Instant.parse("2026-01-01T00:00:00Z")};
        runner.withPropertyValues("cache.local.expiration-time=10", "cache.local.serve-stale=0")
                .withBean(InstantSource.class, () -> () -> now[0])
                .run(context -> {
                    CacheRegion region = context.getBean(CacheRegion.class);
                    region.set("key", "value");
                    now[0] = now[0].plusSeconds(9);
                    assertThat(region.<String>get("key")).isEqualTo("value");
                    now[0] = now[0].plusSeconds(2);
                    assertThat(region.<String>get("key")).isNull();
                });
    }

    @Test
    void ofSeveralClocksNoneIsUsed() {
        Clock old = Clock.fixed(Instant.EPOCH, java.time.ZoneOffset.UTC);
        runner.withBean("one", Clock.class, () -> old)
                .withBean("two", Clock.class, () -> old)
                .run(context -> {
                    CacheRegion region = context.getBean(CacheRegion.class);
                    region.set("key", "value");
                    assertThat(region.getValueMetadata("key").creationTime()).isAfter(Instant.EPOCH.plusSeconds(60));
                });
    }

    @Test
    void proxiesAreNamedByBeanOrClassTheOutermostFirst() {
        runner.withBean("outer", BackendWrapper.class, () -> OuterProxy::new)
                .withPropertyValues("cache.local.wrap=outer," + InnerProxy.class.getName())
                .run(context -> {
                    CacheBackend backend = context.getBean(CacheRegion.class).backend();
                    assertThat(backend).isInstanceOf(OuterProxy.class);
                    assertThat(((OuterProxy) backend).inner()).isInstanceOf(InnerProxy.class);
                });
    }

    @Test
    void aWrapperCanBeNamedByItsClassToo() {
        runner.withPropertyValues("cache.local.wrap[0]=" + InnerWrapper.class.getName())
                .run(context ->
                        assertThat(context.getBean(CacheRegion.class).backend()).isInstanceOf(InnerProxy.class));
    }

    static class RecordingBackend extends ProxyBackend {

        private final Runnable onClose;

        RecordingBackend(CacheBackend proxied, Runnable onClose) {
            super(proxied);
            this.onClose = onClose;
        }

        @Override
        public void close() {
            onClose.run();
        }
    }

    record RecordingFactory(List<String> closed) implements BackendFactory {

        @Override
        public String name() {
            return "recording";
        }

        @Override
        public CacheBackend create(BackendContext context) {
            context.arguments().acceptAll();
            CacheBackend memory = BackendRegistry.global().get("", "memory").create(context);
            return new RecordingBackend(memory, () -> closed.add(context.regionName()));
        }
    }

    record PatientFactory(List<String> made) implements BackendFactory {

        @Override
        public String name() {
            return "patient";
        }

        @Override
        public CacheBackend create(BackendContext context) {
            made.add(context.regionName());
            return BackendRegistry.global().get("", "memory").create(context);
        }

        @Override
        public boolean canWait(Settings arguments) {
            return true;
        }
    }

    static class OuterProxy extends ProxyBackend {

        private final CacheBackend inner;

        OuterProxy(CacheBackend proxied) {
            super(proxied);
            this.inner = proxied;
        }

        CacheBackend inner() {
            return inner;
        }
    }

    public static class InnerProxy extends ProxyBackend {

        public InnerProxy(CacheBackend proxied) {
            super(proxied);
        }
    }

    static class InnerWrapper implements BackendWrapper {

        @Override
        public CacheBackend wrap(CacheBackend backend) {
            return new InnerProxy(backend);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Consumers {

        @Bean
        String byQualifier(@Qualifier("other") CacheRegion region) {
            return region.name();
        }

        @Bean
        List<String> byList(List<CacheRegion> regions) {
            return regions.stream().map(CacheRegion::name).sorted().toList();
        }

        @Bean
        Map<String, String> byMap(Map<String, CacheRegion> regions) {
            return regions.entrySet().stream()
                    .collect(java.util.stream.Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().name()));
        }
    }

    @org.springframework.boot.autoconfigure.AutoConfiguration(after = DogpileAutoConfiguration.class)
    static class AfterRegions {

        @Bean
        @ConditionalOnBean(CacheRegion.class)
        String onRegion() {
            return "yes";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        @Bean
        @Order(2)
        RegionCustomizer second(@Qualifier("calls") List<String> calls) {
            return (name, builder) -> {
                calls.add("2 " + name);
                builder.cacheNullValues(false);
            };
        }

        @Bean
        @Order(1)
        RegionCustomizer first(@Qualifier("calls") List<String> calls) {
            return (name, builder) -> calls.add("1 " + name);
        }
    }
}
