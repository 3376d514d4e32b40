package io.dogpile.spring.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.dogpile.spring.cache.DogpileCacheManager;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.cache.interceptor.AbstractCacheResolver;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What users once reported to Spring Framework, and its {@code CacheReproTests} expect since. */
@ParameterizedClass
@CsvSource({"memory, false", "memory, true", "memory_pickle, true", "redis, false", "redis, true"})
class ReportedBehaviourTests {

    private static ConfigurableApplicationContext context;

    private final String title = UUID.randomUUID().toString();
    private final Reports reports = context.getBean(Reports.class);

    @SuppressWarnings("unused") // tells the invocations apart
    ReportedBehaviourTests(String backend, boolean classProxies) {}

    @BeforeParameterizedClassInvocation
    static void start(String backend, boolean classProxies) {
        context = Applications.start(backend, classProxies, Library.class);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        context.close();
    }

    private static Cache cache(String name) {
        return Objects.requireNonNull(context.getBean(CacheManager.class).getCache(name));
    }

    /** SPR-11124: one of two caches vetoes by {@code unless}, the other has the value. */
    @Test
    void aVetoForOneOfTwoCachesLeavesTheOther() {
        assertThat(reports.byLength(title)).containsExactly(title);
        assertThat(reports.byLength(title)).containsExactly(title);
        assertThat(cache("first").get(title)).isNull();
        assertThat(cache("second").get(title)).isNotNull();
        assertThat(reports.callsOf(title)).isEqualTo(1);
    }

    /** SPR-11249. */
    @Test
    void primitiveVariableArgumentsArePartOfTheKey() {
        Item item = reports.ofNumbers(title, 2, 3);
        assertThat(reports.ofNumbers(title, 2, 3)).isEqualTo(item);
        assertThat(reports.ofNumbers(title, 2, 4)).isNotEqualTo(item);
    }

    /** SPR-11592. */
    @Test
    void aConditionThatIsAlwaysFalseKeepsTheCacheOutOfIt() {
        Item item = reports.never(title);
        assertThat(reports.never(title)).isNotEqualTo(item);
        assertThat(cache("main").get(title)).isNull();
    }

    /** SPR-13081. */
    @Test
    void aResolverOfTheApplicationsChoosesTheRegion() {
        Item item = reports.inNamed("first");
        assertThat(reports.inNamed("first")).isEqualTo(item);
        assertThat(cache("first").get("first")).isNotNull();
        assertThat(cache("second").get("first")).isNull();
    }

    /** SPR-13081. */
    @Test
    void aResolverThatChoosesNothingIsReported() {
        assertThatIllegalStateException()
                .isThrownBy(() -> reports.inNamed(null))
                .withMessageContaining(ByArgument.class.getName());
    }

    /** SPR-14230 and SPR-14853. */
    @Test
    void anOptionalIsMadeOfWhatTheCacheHas() {
        Item item = reports.insert(new Item(title, -1));
        assertThat(reports.find(title)).contains(item);
        assertThat(reports.findSync(title)).contains(item);

        cache("main").clear();
        Optional<Item> loaded = reports.find(title);
        assertThat(loaded).isPresent().get().isNotEqualTo(item);
        assertThat(reports.findSync(title)).isEqualTo(loaded);
        assertThat(cache("main").get(title))
                .isNotNull()
                .extracting(Cache.ValueWrapper::get)
                .isEqualTo(loaded.orElseThrow());
    }

    /** SPR-14853, of an absent value: what is cached is that there is none. */
    @Test
    void anEmptyOptionalIsCached() {
        assertThat(reports.findNone(title)).isEmpty();
        assertThat(reports.findNone(title)).isEmpty();
        assertThat(reports.callsOf(title)).isEqualTo(1);
    }

    /** With its annotations on the interface, as in SPR-15271. */
    interface Reports {

        @Caching(
                cacheable = {
                    @Cacheable(cacheNames = "first", unless = "#result.size() < 4"),
                    @Cacheable(cacheNames = "second", unless = "#result.size() > 3")
                })
        List<String> byLength(String title);

        @Cacheable("main")
        Item ofNumbers(String title, int... numbers);

        @Cacheable(cacheNames = "main", condition = "false")
        Item never(String title);

        @Cacheable(cacheResolver = "byArgument")
        Item inNamed(@Nullable String region);

        @Cacheable("main")
        Optional<Item> find(String title);

        @Cacheable(cacheNames = "main", sync = true)
        Optional<Item> findSync(String title);

        @Cacheable("main")
        Optional<Item> findNone(String title);

        @CachePut(cacheNames = "main", key = "#p0.title")
        Item insert(Item item);

        int callsOf(String title);
    }

    static class CountedReports implements Reports {

        private final AtomicInteger calls = new AtomicInteger();
        private final Map<String, Integer> callsByTitle = new ConcurrentHashMap<>();

        private Item next(@Nullable String title) {
            String text = String.valueOf(title);
            callsByTitle.merge(text, 1, Integer::sum);
            return new Item(text, calls.incrementAndGet());
        }

        @Override
        public List<String> byLength(String title) {
            return List.of(next(title).title());
        }

        @Override
        public Item ofNumbers(String title, int... numbers) {
            return next(title);
        }

        @Override
        public Item never(String title) {
            return next(title);
        }

        @Override
        public Item inNamed(@Nullable String region) {
            return next(region);
        }

        @Override
        public Optional<Item> find(String title) {
            return Optional.of(next(title));
        }

        @Override
        public Optional<Item> findSync(String title) {
            return Optional.of(next(title));
        }

        @Override
        public Optional<Item> findNone(String title) {
            next(title);
            return Optional.empty();
        }

        @Override
        public Item insert(Item item) {
            return item;
        }

        @Override
        public int callsOf(String title) {
            return callsByTitle.getOrDefault(title, 0);
        }
    }

    static final class ByArgument extends AbstractCacheResolver {

        ByArgument(CacheManager manager) {
            super(manager);
        }

        @Override
        protected @Nullable Collection<String> getCacheNames(CacheOperationInvocationContext<?> context) {
            return context.getArgs()[0] instanceof String name ? List.of(name) : null;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Library {

        @Bean
        Reports reports() {
            return new CountedReports();
        }

        @Bean
        ByArgument byArgument(DogpileCacheManager manager) {
            return new ByArgument(manager);
        }
    }
}
