package com.bookstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.region.CacheRegion;
import io.dogpile.spring.annotation.CacheMultiOnArguments;
import io.dogpile.spring.boot.autoconfigure.DogpileAutoConfiguration;
import io.dogpile.spring.boot.autoconfigure.DogpileCacheAutoConfiguration;
import io.dogpile.spring.boot.autoconfigure.DogpileStartupChecksAutoConfiguration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** What is wrong with the use of regions is said at the start, all at once, and only what is certain. */
@ExtendWith(OutputCaptureExtension.class)
class StartupChecksTests {

    private static final String UNUSED = "seems to be unused";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DogpileAutoConfiguration.class,
                    DogpileCacheAutoConfiguration.class,
                    DogpileStartupChecksAutoConfiguration.class,
                    CacheAutoConfiguration.class))
            .withPropertyValues("cache.books.backend=memory", "cache.authors.backend=memory");

    @Test
    void namesThatAreNoRegionsAreLoggedInOneMessage(CapturedOutput output) {
        runner.withBean(Misspelt.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(output.getOut().lines().filter(line -> line.contains("is no region")))
                    .singleElement()
                    .asString()
                    .contains("WARN")
                    .contains("Cache 'boks', named by com.bookstore.StartupChecksTests$Misspelt.evict, "
                            + "com.bookstore.StartupChecksTests$Misspelt.find, is no region. Did you mean 'books'? "
                            + "Known are: authors, books.")
                    .contains("Cache 'autors', named by com.bookstore.StartupChecksTests$Misspelt.put")
                    .contains("Cache 'nowhere'")
                    .doesNotContain("elsewhere");
        });
    }

    @Test
    void namesOfMethodsForSeveralKeysCountToo(CapturedOutput output) {
        runner.withBean(Bulk.class)
                .run(context -> assertThat(output)
                        .contains("Cache 'boks', named by com.bookstore.StartupChecksTests$Bulk.misspelt, is no region")
                        .doesNotContain("Region 'books'")
                        .contains("Region 'authors' (cache.authors) " + UNUSED));
    }

    @Test
    void theApplicationDoesNotStartIfThatIsWanted() {
        runner.withPropertyValues("dogpile.startup-checks=fail")
                .withBean(Misspelt.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("'boks'")
                        .hasMessageContaining("'autors'"));
    }

    @Test
    void theFailureIsAnalysed(CapturedOutput output) {
        SpringApplication application = new SpringApplication(Failing.class);
        application.setDefaultProperties(Map.of(
                "cache.books.backend", "memory",
                "cache.idle.backend", "memory",
                "dogpile.startup-checks", "fail",
                "spring.main.web-application-type", "none"));
        try {
            application.run().close();
        } catch (RuntimeException expected) {
            // its analysis is what matters
        }
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("- Cache 'boks', named by")
                .contains("- Region 'idle' (cache.idle) seems to be unused")
                .contains("dogpile.startup-checks=log");
    }

    @Test
    void nothingIsCheckedIfThatIsWanted(CapturedOutput output) {
        runner.withPropertyValues("dogpile.startup-checks=off")
                .withBean(Misspelt.class)
                .run(context -> assertThat(output).doesNotContain("is no region", UNUSED));
    }

    @Test
    void lazyBeansAreLookedAtWithoutBeingMade(CapturedOutput output) {
        runner.withUserConfiguration(LazyBeans.class).run(context -> {
            assertThat(output).contains("LazyMisspelt.find, is no region");
            assertThat(LazyMisspelt.MADE).hasValue(0);
        });
    }

    @Test
    void aRegionThatNobodyUsesIsNamed(CapturedOutput output) {
        runner.withBean(Readers.class)
                .run(context -> assertThat(output.getOut().lines().filter(line -> line.contains(UNUSED)))
                        .singleElement()
                        .asString()
                        .contains("INFO", "Region 'authors' (cache.authors)"));
    }

    @Test
    void anInjectedRegionIsUsed(CapturedOutput output) {
        runner.withBean(Readers.class)
                .withBean(Injected.class)
                .run(context -> assertThat(output).doesNotContain(UNUSED));
        runner.withBean(AllInjected.class).run(context -> assertThat(output).doesNotContain(UNUSED));
    }

    @Test
    void nothingIsCalledUnusedWhereUsesMayBeHidden(CapturedOutput output) {
        for (Class<?> hidden : List.of(ThroughProvider.class, ThroughManager.class, ThroughSupplier.class)) {
            runner.withBean(hidden).run(context -> assertThat(output).doesNotContain(UNUSED));
        }
        runner.withBean(
                        "prototype",
                        Injected.class,
                        (Supplier<Injected>) () -> new Injected(null),
                        definition -> definition.setScope(BeanDefinition.SCOPE_PROTOTYPE))
                .run(context -> assertThat(output).doesNotContain(UNUSED));
    }

    @Test
    void regionsOnDemandHaveNoWrongNames(CapturedOutput output) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DogpileAutoConfiguration.class,
                        DogpileCacheAutoConfiguration.class,
                        DogpileStartupChecksAutoConfiguration.class))
                .withPropertyValues("dogpile.startup-checks=fail")
                .withBean(Misspelt.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aCreationThatOutlastsTheStaleWindowIsSaidOnce(CapturedOutput output) {
        runner.withPropertyValues(
                        "cache.books.expiration-time=1h",
                        "cache.books.serve-stale=1ns",
                        "cache.authors.expiration-time=1h",
                        "cache.authors.serve-stale=0")
                .run(context -> {
                    for (String key : List.of("first", "second")) {
                        region(context, "books").getOrCreate(key, () -> "value");
                        region(context, "authors").getOrCreate(key, () -> "value");
                    }
                    assertThat(output.getOut().lines().filter(line -> line.contains("a creation took")))
                            .singleElement()
                            .asString()
                            .contains("WARN", "Region 'books'")
                            .containsPattern("took \\d+ ms, and stale values are served for 0 ms only");
                });
    }

    private static CacheRegion region(BeanFactory beans, String name) {
        return beans.getBean(name + "CacheRegion", CacheRegion.class);
    }

    static class Misspelt {

        @Cacheable("boks")
        public String find(int id) {
            return "book";
        }

        @Caching(evict = @CacheEvict({"boks", "nowhere"}))
        public void evict(int id) {}

        @CachePut("autors")
        public String put(int id) {
            return "author";
        }

        @Cacheable(cacheNames = "elsewhere", cacheManager = "otherManager")
        public String other(int id) {
            return "other";
        }

        @Cacheable("books")
        public String right(int id) {
            return "right";
        }
    }

    static class LazyMisspelt {

        static final AtomicInteger MADE = new AtomicInteger();

        LazyMisspelt() {
            MADE.incrementAndGet();
        }

        @Cacheable("boks")
        public String find(int id) {
            return "book";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LazyBeans {

        @Bean
        @Lazy
        LazyMisspelt lazyMisspelt() {
            return new LazyMisspelt();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        DogpileAutoConfiguration.class,
        DogpileCacheAutoConfiguration.class,
        DogpileStartupChecksAutoConfiguration.class
    })
    static class Failing {

        @Bean
        Misspelt misspelt() {
            return new Misspelt();
        }
    }

    static class Readers {

        @Cacheable("books")
        public String find(int id) {
            return "book";
        }
    }

    static class Injected {

        final CacheRegion region;

        Injected(@Qualifier("authors") CacheRegion region) {
            this.region = region;
        }
    }

    static class AllInjected {

        final List<CacheRegion> regions;

        AllInjected(List<CacheRegion> regions) {
            this.regions = regions;
        }
    }

    static class ThroughProvider {

        final ObjectProvider<CacheRegion> regions;

        ThroughProvider(ObjectProvider<CacheRegion> regions) {
            this.regions = regions;
        }
    }

    static class ThroughManager {

        final CacheManager manager;

        ThroughManager(CacheManager manager) {
            this.manager = manager;
        }
    }

    static class ThroughSupplier {

        Supplier<CacheRegion> regions = () -> null;
    }

    static class Bulk {

        @CacheMultiOnArguments(region = "books")
        public Map<Long, String> titles(List<Long> ids) {
            return Map.of();
        }

        @CacheMultiOnArguments(region = "boks")
        public Map<Long, String> misspelt(List<Long> ids) {
            return Map.of();
        }
    }
}
