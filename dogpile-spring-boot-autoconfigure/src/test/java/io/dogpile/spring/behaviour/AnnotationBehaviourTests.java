package io.dogpile.spring.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What Spring Framework's own tests of its cache annotations ({@code AbstractCacheAnnotationTests}) expect of a cache,
 * for regions of every kind, where the protection from stampedes stands in the way.
 */
@ParameterizedClass
@CsvSource({"memory, false", "memory, true", "memory_pickle, false", "redis, false", "redis, true"})
class AnnotationBehaviourTests {

    private static ConfigurableApplicationContext context;

    private final boolean classProxies;
    private final Catalogue catalogue = context.getBean(Catalogue.class);
    private final Cache main = cache("main");
    private final Cache first = cache("first");
    private final Cache second = cache("second");
    private final String title = UUID.randomUUID().toString();

    AnnotationBehaviourTests(String backend, boolean classProxies) {
        this.classProxies = classProxies;
    }

    @BeforeParameterizedClassInvocation
    static void start(String backend, boolean classProxies) {
        context = Applications.start(backend, classProxies, Library.class);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        context.close();
    }

    @BeforeEach
    void clear() {
        main.clear();
        first.clear();
        second.clear();
        catalogue.calls().set(0);
    }

    private static Cache cache(String name) {
        return Objects.requireNonNull(
                context.getBean("cacheManager", CacheManager.class).getCache(name));
    }

    private static Object valueIn(Cache cache, Object key) {
        return Objects.requireNonNull(cache.get(key), () -> "nothing under " + key)
                .get();
    }

    @Test
    void theProxyIsOfTheKindThatWasAskedFor() {
        assertThat(AopUtils.isCglibProxy(catalogue)).isEqualTo(classProxies);
    }

    @Test
    void aMethodIsCalledOnce() {
        Item item = catalogue.find(title);
        assertThat(catalogue.find(title)).isEqualTo(item);
        assertThat(catalogue.find(title)).isEqualTo(item);
        assertThat(catalogue.calls()).hasValue(1);
        assertThat(catalogue.find("another")).isNotEqualTo(item);
    }

    @Test
    void aMethodIsCalledOnceWithSync() {
        Item item = catalogue.findSync(title);
        assertThat(catalogue.findSync(title)).isEqualTo(item);
        assertThat(catalogue.calls()).hasValue(1);
    }

    @Test
    void nullIsCached() {
        assertThat(main.get(title)).isNull();
        assertThat(catalogue.findNothing(title)).isNull();
        assertThat(catalogue.findNothing(title)).isNull();
        assertThat(catalogue.calls()).hasValue(1);
        assertThat(main.get(title))
                .isNotNull()
                .extracting(Cache.ValueWrapper::get)
                .isNull();
    }

    @Test
    void nullIsCachedWithSync() {
        assertThat(catalogue.findNothingSync(title)).isNull();
        assertThat(catalogue.findNothingSync(title)).isNull();
        assertThat(catalogue.calls()).hasValue(1);
        assertThat(main.get(title))
                .isNotNull()
                .extracting(Cache.ValueWrapper::get)
                .isNull();
    }

    @Test
    void nullIsAnArgument() {
        Item item = catalogue.find(null);
        assertThat(catalogue.find(null)).isEqualTo(item);
        assertThat(catalogue.calls()).hasValue(1);
    }

    @Test
    void whatIsPutIntoTheCacheIsFoundByTheMethod() {
        Item item = new Item("put", -1);
        main.put(title, item);
        assertThat(main.putIfAbsent(title, new Item("late", -2))).isNotNull();
        assertThat(catalogue.find(title)).isEqualTo(item);
        assertThat(catalogue.calls()).hasValue(0);
    }

    @Test
    void anEvictedKeyIsLoadedAnew() {
        Item item = catalogue.find(title);
        catalogue.evict(title);
        assertThat(main.get(title)).isNull();
        assertThat(catalogue.find(title)).isNotEqualTo(item);
    }

    @Test
    void aMethodThatFailsEvictsNothing() {
        Item item = catalogue.find(title);
        assertThatIllegalStateException().isThrownBy(() -> catalogue.evictAndFail(title));
        assertThat(catalogue.find(title)).isEqualTo(item);
    }

    @Test
    void aMethodThatFailsHasEvictedBeforehand() {
        Item item = catalogue.find(title);
        assertThatIllegalStateException().isThrownBy(() -> catalogue.evictFirstAndFail(title));
        assertThat(main.get(title)).isNull();
        assertThat(catalogue.find(title)).isNotEqualTo(item);
    }

    @Test
    void allEntriesAreEvicted() {
        Item one = catalogue.find(title);
        Item other = catalogue.find("other");
        catalogue.evictAll("any");
        assertThat(main.get(title)).isNull();
        assertThat(main.get("other")).isNull();
        assertThat(catalogue.find(title)).isNotEqualTo(one);
        assertThat(catalogue.find("other")).isNotEqualTo(other);
    }

    @Test
    void aMethodThatFailsHasEvictedAllEntriesBeforehand() {
        catalogue.find(title);
        catalogue.find("other");
        assertThatIllegalStateException().isThrownBy(() -> catalogue.evictAllFirstAndFail("any"));
        assertThat(main.get(title)).isNull();
        assertThat(main.get("other")).isNull();
    }

    @Test
    void aConditionDecidesWhetherToCache() {
        assertThat(catalogue.findIfThree(4)).isNotEqualTo(catalogue.findIfThree(4));
        assertThat(catalogue.findIfThree(3)).isEqualTo(catalogue.findIfThree(3));
    }

    @Test
    void aConditionDecidesWhetherToCacheWithSync() {
        assertThat(catalogue.findIfThreeSync(4)).isNotEqualTo(catalogue.findIfThreeSync(4));
        assertThat(catalogue.findIfThreeSync(3)).isEqualTo(catalogue.findIfThreeSync(3));
    }

    @Test
    void unlessDecidesWhetherToStore() {
        assertThat(catalogue.unlessOverTen(10)).isEqualTo(10);
        assertThat(catalogue.unlessOverTen(11)).isEqualTo(11);
        assertThat(main.get(10L)).isNotNull();
        assertThat(((Number) valueIn(main, 10L)).longValue()).isEqualTo(10);
        assertThat(main.get(11L)).isNull();
    }

    @Test
    void aKeyIsWhatItsExpressionSays() {
        assertThat(catalogue.byFirst(title, "a")).isEqualTo(catalogue.byFirst(title, "b"));
        assertThat(catalogue.byFirst("a", title)).isNotEqualTo(catalogue.byFirst("b", title));
    }

    @Test
    void everyElementOfAVariableArgumentIsPartOfTheKey() {
        Item three = catalogue.byAll("1", "2", "3");
        assertThat(catalogue.byAll("1", "2", "3")).isEqualTo(three);
        assertThat(catalogue.byAll("1", "2")).isNotEqualTo(three);
    }

    @Test
    void aKeyIsMadeOfTheMethodsName() {
        Item item = catalogue.byMethodName(title);
        assertThat(catalogue.byMethodName("another")).isEqualTo(item);
        assertThat(main.get("byMethodName")).isNotNull();
    }

    @Test
    void aKeyIsMadeOfWhatSurroundsTheCall() {
        Item item = catalogue.byRoot(title);
        assertThat(catalogue.byRoot(title)).isEqualTo(item);
        assertThat(main.get("byRoot byRoot AnnotatedCatalogue main " + title)).isNotNull();
    }

    @Test
    void aKeyIsMadeByAGeneratorOfTheApplications() {
        Item item = catalogue.byOwnGenerator(title);
        assertThat(catalogue.byOwnGenerator(title)).isEqualTo(item);
        assertThat(main.get(title + "!")).isNotNull();
    }

    @Test
    void aGeneratorThatDoesNotExistIsMissed() {
        assertThatExceptionOfType(NoSuchBeanDefinitionException.class)
                .isThrownBy(() -> catalogue.byUnknownGenerator(title));
    }

    @Test
    void anotherManagersCachesAreLeftAlone() {
        Item item = catalogue.inOtherManager(title);
        assertThat(catalogue.inOtherManager(title)).isEqualTo(item);
        assertThat(main.get(title)).isNull();
        CacheManager other = context.getBean("otherManager", CacheManager.class);
        assertThat(valueIn(Objects.requireNonNull(other.getCache("main")), title))
                .isEqualTo(item);
    }

    @Test
    void aManagerThatDoesNotExistIsMissed() {
        assertThatExceptionOfType(NoSuchBeanDefinitionException.class)
                .isThrownBy(() -> catalogue.inUnknownManager(title));
    }

    @Test
    void aCheckedExceptionComesAsItIs() {
        assertThatIOException().isThrownBy(() -> catalogue.checked(title)).withMessage(title);
        assertThatIOException().isThrownBy(() -> catalogue.checked(title)).withMessage(title);
        assertThat(catalogue.calls()).hasValue(2);
    }

    @Test
    void aCheckedExceptionComesAsItIsWithSync() {
        assertThatIOException().isThrownBy(() -> catalogue.checkedSync(title)).withMessage(title);
        assertThat(catalogue.calls()).hasValue(1);
    }

    @Test
    void anUncheckedExceptionComesAsItIs() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> catalogue.unchecked(title))
                .withMessage(title);
        assertThat(catalogue.calls()).hasValue(1);
    }

    @Test
    void anUncheckedExceptionComesAsItIsWithSync() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> catalogue.uncheckedSync(title))
                .withMessage(title);
        assertThat(catalogue.calls()).hasValue(1);
    }

    @Test
    void anUpdateIsAlwaysCalledAndStored() {
        Item one = catalogue.update(title);
        assertThat(valueIn(main, title)).isEqualTo(one);
        Item two = catalogue.update(title);
        assertThat(two).isNotEqualTo(one);
        assertThat(catalogue.find(title)).isEqualTo(two);
    }

    @Test
    void aConditionDecidesWhetherToUpdate() {
        catalogue.updateIfThree(1);
        assertThat(main.get(1)).isNull();
        Item three = catalogue.updateIfThree(3);
        assertThat(valueIn(main, 3)).isEqualTo(three);
    }

    @Test
    void anUpdatesKeyMayReferToItsResult() {
        Item item = catalogue.updateUnderItsCopy(title);
        assertThat(valueIn(main, "copy " + item.copy())).isEqualTo(item);
    }

    @Test
    void severalCachesGetTheSameValue() {
        Item item = catalogue.inBoth(title);
        assertThat(valueIn(first, title)).isEqualTo(item);
        assertThat(valueIn(second, title)).isEqualTo(item);
        assertThat(catalogue.inBoth(title)).isEqualTo(item);
        assertThat(catalogue.calls()).hasValue(1);
    }

    @Test
    void severalCachesAreEvicted() {
        Item item = catalogue.inBoth(title);
        first.put(title + " too", item);
        catalogue.evictFromBoth(title);
        assertThat(first.get(title)).isNull();
        assertThat(second.get(title)).isNull();
        assertThat(first.get(title + " too")).isNull();
        Item again = catalogue.inBoth(title);
        assertThat(again).isNotEqualTo(item);
        assertThat(catalogue.inBoth(title)).isEqualTo(again);
    }

    @Test
    void severalCachesAreUpdated() {
        Item item = catalogue.updateBoth(title);
        assertThat(valueIn(first, title)).isEqualTo(item);
        assertThat(valueIn(second, title)).isEqualTo(item);
    }

    @Test
    void oneCacheIsReadAndAnotherEvicted() {
        second.put(title, new Item("there", -1));
        Item item = catalogue.findHereAndEvictThere(title);
        assertThat(catalogue.findHereAndEvictThere(title)).isEqualTo(item);
        assertThat(valueIn(first, "findHereAndEvictThere")).isEqualTo(item);
        assertThat(second.get("findHereAndEvictThere")).isNull();
        assertThat(second.get(title)).isNull();
    }

    @Test
    void oneCacheIsReadOnAConditionAndAnotherEvicted() {
        second.put(1, new Item("there", -1));
        Item one = catalogue.findHereAndEvictThereIfThree(1);
        assertThat(catalogue.findHereAndEvictThereIfThree(1)).isNotEqualTo(one);
        assertThat(first.get(1)).isNull();
        assertThat(second.get(1)).isNull();

        Item three = catalogue.findHereAndEvictThereIfThree(3);
        assertThat(catalogue.findHereAndEvictThereIfThree(3)).isEqualTo(three);
        assertThat(valueIn(first, 3)).isEqualTo(three);
        assertThat(second.get(3)).isNull();
    }

    @Configuration(proxyBeanMethods = false)
    static class Library {

        @Bean
        Catalogue catalogue() {
            return new AnnotatedCatalogue();
        }

        @Bean
        KeyGenerator shouting() {
            return (target, method, arguments) -> arguments[0] + "!";
        }

        /** Not the application's first choice, which would have taken the place of regions. */
        @Bean(defaultCandidate = false)
        CacheManager otherManager() {
            return new ConcurrentMapCacheManager("main");
        }
    }
}
