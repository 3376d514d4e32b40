package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionConfig;
import io.dogpile.spring.cache.DogpileCacheManager;
import io.dogpile.spring.cache.UnknownRegionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.config.CacheManagementConfigUtils;
import org.springframework.cache.interceptor.BeanFactoryCacheOperationSourceAdvisor;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class DogpileCacheAutoConfigurationTests {

    private final ApplicationContextRunner runner = Runners.withRegion();

    @Test
    void regionsAreCaches() {
        runner.withPropertyValues("cache.other.backend=memory").run(context -> {
            CacheManager manager = context.getBean("cacheManager", CacheManager.class);
            assertThat(manager).isInstanceOf(DogpileCacheManager.class);
            assertThat(manager.getCacheNames()).containsExactly("local", "other");
            assertThat(manager.getCache("local").getNativeCache()).isSameAs(context.getBean("localCacheRegion"));
        });
    }

    @Test
    void regionsOfTheApplicationAreCachesToo() {
        runner.withBean(
                        "mine",
                        CacheRegion.class,
                        () -> CacheRegion.of(
                                "own", RegionConfig.builder("memory").build()))
                .run(context -> assertThat(context.getBean(CacheManager.class).getCacheNames())
                        .containsExactly("local", "own"));
    }

    @Test
    void twoRegionsOfOneNameAreRefused() {
        runner.withBean("mine", CacheRegion.class, () -> CacheRegion.create("local"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("Two regions are named 'local'"));
    }

    @Test
    void cachingIsSwitchedOn() {
        runner.withBean(Service.class).run(context -> {
            Service service = context.getBean(Service.class);
            assertThat(service.local(1)).isEqualTo(service.local(1));
            assertThat(service.calls()).isEqualTo(1);
        });
    }

    @Test
    void enableCachingOfTheApplicationWins() {
        runner.withBean(Service.class).withUserConfiguration(UserCaching.class).run(context -> {
            assertThat(context)
                    .hasNotFailed()
                    .hasSingleBean(CacheInterceptor.class)
                    .hasSingleBean(DogpileCacheManager.class)
                    .doesNotHaveBean(DogpileCacheAutoConfiguration.EnableCachingConfiguration.class);
            assertThat(context.getBean(
                                    CacheManagementConfigUtils.CACHE_ADVISOR_BEAN_NAME,
                                    BeanFactoryCacheOperationSourceAdvisor.class)
                            .getOrder())
                    .isEqualTo(42);
            context.getBean(Service.class).local(1);
            assertThat(context.getBean(Service.class).calls()).isEqualTo(1);
        });
    }

    @Test
    void enableCachingAloneGetsOurManagerNotBoots() {
        Runners.application()
                .withUserConfiguration(UserCaching.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(DogpileCacheManager.class)
                        .doesNotHaveBean(ConcurrentMapCacheManager.class));
    }

    @Test
    void aCacheManagerOfTheApplicationWinsAndRegionsRemainBeans() {
        runner.withBean(CacheManager.class, ConcurrentMapCacheManager::new)
                .run(context -> assertThat(context)
                        .hasSingleBean(CacheManager.class)
                        .hasSingleBean(ConcurrentMapCacheManager.class)
                        .hasSingleBean(CacheRegion.class)
                        .doesNotHaveBean(CacheInterceptor.class));
    }

    @Test
    void aCacheResolverOfTheApplicationWins() {
        runner.withBean("cacheResolver", CacheResolver.class, () -> invocation -> List.of())
                .run(context ->
                        assertThat(context).hasSingleBean(CacheRegion.class).doesNotHaveBean(CacheManager.class));
    }

    @Test
    void aCacheTypeWins() {
        runner.withUserConfiguration(UserCaching.class)
                .withPropertyValues("spring.cache.type=simple")
                .run(context -> assertThat(context)
                        .hasSingleBean(CacheRegion.class)
                        .hasSingleBean(ConcurrentMapCacheManager.class)
                        .doesNotHaveBean(DogpileCacheManager.class));
    }

    @Test
    void anEmptyCacheTypeIsNone() {
        runner.withPropertyValues("spring.cache.type=")
                .run(context -> assertThat(context).hasSingleBean(DogpileCacheManager.class));
    }

    @Test
    void canBeSwitchedOff() {
        runner.withUserConfiguration(UserCaching.class)
                .withPropertyValues("dogpile.enabled=false")
                .run(context -> assertThat(context)
                        .hasSingleBean(CacheManager.class)
                        .doesNotHaveBean(DogpileCacheManager.class));
    }

    @Test
    void withoutTheRegionsThereIsNoManager() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(DogpileCacheAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheManager.class));
    }

    @Test
    void worksWithoutBootsCacheModule() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(DogpileAutoConfiguration.class, DogpileCacheAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(CacheAutoConfiguration.class.getPackageName()))
                .withPropertyValues("cache.local.backend=memory")
                .withBean(Service.class)
                .run(context -> assertThat(context.getBean(Service.class).local(1))
                        .isEqualTo(context.getBean(Service.class).local(1)));
    }

    @Test
    void bootsCustomizersAreCalled() {
        runner.withUserConfiguration(ManagerCustomizers.class)
                .run(context -> assertThat(context.getBean(ManagerCustomizers.class).customized)
                        .containsExactly(context.getBean(DogpileCacheManager.class)));
    }

    @Test
    void anUnknownNameFailsWithTheKnownOnes() {
        runner.withPropertyValues("cache.users.backend=memory")
                .withBean(Service.class)
                .run(context -> assertThatExceptionOfType(UnknownRegionException.class)
                        .isThrownBy(() -> context.getBean(Service.class).misspelt(1))
                        .withMessageContaining("no region named 'lokal'")
                        .withMessageContaining("Did you mean 'local'?")
                        .withMessageContaining("Known are: local, users."));
    }

    @Test
    void withoutAnyRegionCachesAreMadeOnDemand(CapturedOutput output) {
        Runners.application()
                .withPropertyValues("dogpile.defaults.cache-null-values=false")
                .withBean(Service.class)
                .run(context -> {
                    DogpileCacheManager manager = context.getBean(DogpileCacheManager.class);
                    assertThat(manager.getCacheNames()).isEmpty();
                    Service service = context.getBean(Service.class);
                    assertThat(service.local(1)).isEqualTo(service.local(1));
                    service.misspelt(1);
                    assertThat(manager.getCacheNames()).containsExactly("local", "lokal");
                    assertThatExceptionOfType(IllegalArgumentException.class)
                            .isThrownBy(() -> manager.getCache("local").put("key", null));
                    assertThat(output.getOut().lines().filter(line -> line.contains("No region is configured")))
                            .singleElement()
                            .asString()
                            .contains("INFO", "'local'", "cache.local.backend");
                });
    }

    public static class Service {

        private final AtomicInteger calls = new AtomicInteger();

        @Cacheable("local")
        public int local(int number) {
            return calls.incrementAndGet();
        }

        public int calls() {
            return calls.get();
        }

        @Cacheable("lokal")
        public int misspelt(int number) {
            return number;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching(order = 42)
    static class UserCaching {}

    @Configuration(proxyBeanMethods = false)
    static class ManagerCustomizers {

        final List<CacheManager> customized = new ArrayList<>();

        @Bean
        CacheManagerCustomizer<DogpileCacheManager> ours() {
            return customized::add;
        }

        @Bean
        CacheManagerCustomizer<ConcurrentMapCacheManager> others() {
            return customized::add;
        }
    }
}
