package io.dogpile.spring.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.region.UnstableKeyException;
import io.dogpile.spring.annotation.CacheMultiOnArguments;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.NameMatchMethodPointcutAdvisor;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.LoggingCacheErrorHandler;

@Timeout(60)
class BulkCacheTests {

    private BulkApplication application = new BulkApplication();
    private BulkBooks books;

    private BulkBooks start() {
        books = application.start(BulkBooks.class);
        return books;
    }

    @AfterEach
    void close() {
        application.close();
    }

    @Test
    void theMethodIsCalledWithTheMissingKeysOnly() {
        start();
        books.map(List.of(2));

        assertThat(books.map(List.of(3, 2, 1)))
                .containsExactly(Map.entry(3, "book 3"), Map.entry(2, "book 2"), Map.entry(1, "book 1"));

        assertThat(books.calls()).containsExactly(List.of(2), List.of(3, 1));
    }

    @Test
    void hitsAreOneReadOfTheBackend() {
        start();
        books.map(List.of(1, 2, 3));
        application.batches.set(0);
        application.reads.set(0);

        assertThat(books.map(List.of(1, 2, 3))).hasSize(3);
        assertThat(books.list(List.of(1, 2, 3))).hasSize(3);

        assertThat(application.batches).hasValue(2);
        assertThat(application.reads).hasValue(0);
        assertThat(books.calls()).hasSize(1);
    }

    @Test
    void aListHasThePlacesOfTheKeys() {
        start();
        books.list(List.of(2));

        assertThat(books.list(List.of(3, 13, 2, 3))).containsExactly("book 3", null, "book 2", "book 3");
        assertThat(books.calls()).containsExactly(List.of(2), List.of(3, 13));
        books.list(List.of(13));
        assertThat(books.calls()).hasSize(3).endsWith(List.of(13));
    }

    @Test
    void aKeyThatIsNotInTheMapHasNoValue() {
        start();

        assertThat(books.map(List.of(1, 13))).containsOnlyKeys(1);
        assertThat(application.region.getValueMetadata(13)).isNull();
    }

    @Test
    void aNullInAMapIsAValue() {
        start();

        assertThat(books.nulls(List.of(1))).containsOnlyKeys(1).containsValue(null);
        assertThat(books.nulls(List.of(1))).containsOnlyKeys(1).containsValue(null);
        assertThat(books.calls()).hasSize(1);
    }

    @Test
    void containersAreOfTheDeclaredTypes() {
        start();

        assertThat(books.sorted(new TreeSet<>(Set.of(2, 1))).firstKey()).isEqualTo(1);
        assertThat(books.calls().get(0)).isInstanceOf(TreeSet.class);
        assertThat(books.array(2, 4)).containsExactly("book 2", "book 4");
        assertThat((int[]) books.calls().get(1)).containsExactly(4);
        assertThat(books.translated("de", Set.of(1))).isInstanceOf(Map.class);
        assertThat(books.calls().get(2)).isInstanceOf(Set.class);
    }

    @Test
    void noKeysAreNoCall() {
        start();

        assertThat(books.map(List.of())).isEmpty();
        assertThat(books.list(List.of())).isEmpty();
        assertThat(books.calls()).isEmpty();
        assertThatThrownBy(() -> books.map(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void methodsOfOneKeyShareTheValues() {
        start();
        books.one(1);
        books.map(List.of(1, 2));
        assertThat(books.calls()).containsExactly(List.of(2));
        assertThat(books.one(2)).isEqualTo("book 2");
        assertThat(books.made().get(2)).hasValue(1);

        books.evict(2);
        books.map(List.of(1, 2));
        assertThat(books.calls()).containsExactly(List.of(2), List.of(2));
    }

    @Test
    void furtherParametersTakePartInTheKeys() {
        start();
        assertThat(books.translated("de", Set.of(1))).containsValue("de book 1");
        assertThat(books.translated("fr", Set.of(1))).containsValue("fr book 1");
        assertThat(books.translatedOne("fr", 1)).isEqualTo("fr book 1");
        assertThat(books.calls()).hasSize(2);
        assertThat(books.made().get(1)).hasValue(2);
    }

    @Test
    void keysMayBeDogpilesOrOfAGeneratorsMaking() {
        start();
        books.namespaced(Set.of(1));
        books.negated(Set.of(1));

        assertThat(application.region.<String>get(BulkBooks.class.getName() + ":namespaced|v2|1"))
                .isEqualTo("book 1");
        assertThat(application.region.<String>get(-1)).isEqualTo("book 1");
        assertThat(application.region.<String>get(1)).isNull();
    }

    @Test
    void eachValueHasTheMethodsPolicy() {
        start();

        assertThat(books.policed(new TreeSet<>(Set.of(1, 2, 7)))).hasSize(3);
        assertThat(application.region.getMulti(List.of(1, 2, 7))).containsOnlyKeys(1, 2);
        application.clock.advance(Duration.ofMinutes(1));
        assertThat(application.region.getMulti(List.of(1, 2, 7))).hasSize(1);
        application.clock.advance(Duration.ofMinutes(1));
        assertThat(application.region.getMulti(List.of(1, 2, 7))).isEmpty();
    }

    @Test
    void failuresReachTheCallerAsTheyAre() {
        start();

        assertThatThrownBy(() -> books.failing(List.of(1)))
                .isInstanceOf(IOException.class)
                .hasMessage("no books");
        assertThatThrownBy(() -> books.refusing(List.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not these");
        assertThat(books.calls()).hasSize(2);
    }

    @Test
    void aResultThatDoesNotFitIsRefusedWithTheMethodsName() {
        start();
        String place = "@CacheMultiOnArguments on " + BulkBooks.class.getName();

        assertThatThrownBy(() -> books.tooFew(List.of(1, 2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(place + ".tooFew[List]: it returned 0 values for 2 keys.");
        assertThatThrownBy(() -> books.none(List.of(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(place + ".none[List]: it returned null.");
    }

    @Test
    void errorsOfTheCacheGoToTheErrorHandler() {
        List<Object> withoutText = List.of(new Object());
        application.close();
        application = new BulkApplication(config -> config.backend("memory_pickle"));
        start();
        assertThatThrownBy(() -> books.ofObjects(withoutText)).isInstanceOf(UnstableKeyException.class);
        assertThat(books.calls()).isEmpty();

        application.close();
        application = new BulkApplication(config -> config.backend("memory_pickle"));
        application.context.registerBean(CachingConfigurer.class, () -> new CachingConfigurer() {
            @Override
            public CacheErrorHandler errorHandler() {
                return new LoggingCacheErrorHandler();
            }
        });
        start();
        assertThat(books.ofObjects(withoutText)).containsValue("object");
        assertThat(books.calls()).containsExactly(withoutText);
        assertThatThrownBy(() -> books.refusing(List.of(1))).hasMessage("not these");
        assertThat(books.calls()).hasSize(2);
    }

    /** And the caller, who gets the stale values, does not use up the invocation that the background needs. */
    @Test
    void aRefreshInTheBackgroundRunsTheAdviceInsideTheCache() throws Exception {
        LinkedBlockingQueue<Runnable> background = new LinkedBlockingQueue<>();
        List<Object> advised = new CopyOnWriteArrayList<>();
        application.close();
        application = new BulkApplication(config -> config.asyncCreation((Executor) background::add));
        application.context.registerBean(
                "inner",
                NameMatchMethodPointcutAdvisor.class,
                () -> {
                    NameMatchMethodPointcutAdvisor advisor =
                            new NameMatchMethodPointcutAdvisor((MethodInterceptor) invocation -> {
                                advised.add(invocation.getArguments()[0]);
                                return invocation.proceed();
                            });
                    advisor.setMappedName("map");
                    advisor.setOrder(10);
                    return advisor;
                },
                definition -> definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE));
        start();
        books.map(List.of(1, 2));
        application.clock.advance(Duration.ofHours(1));

        assertThat(books.map(List.of(1, 2, 3))).hasSize(3);
        assertThat(advised).containsExactly(List.of(1, 2), List.of(3));
        background.take().run();

        assertThat(advised).containsExactly(List.of(1, 2), List.of(3), List.of(1, 2));
        assertThat(books.map(List.of(1, 2))).hasSize(2);
        assertThat(background).isEmpty();
    }

    public interface Shelf {

        @CacheMultiOnArguments("books")
        <T extends Number> Map<T, String> find(Collection<T> ids);
    }

    static class Shelves implements Shelf {

        private int calls;

        @Override
        public <T extends Number> Map<T, String> find(Collection<T> ids) {
            calls++;
            return ids.stream().collect(Collectors.toMap(id -> id, id -> "call " + calls));
        }
    }

    @Test
    void anInterfaceMayCarryTheAnnotation() {
        application.context.registerBean(Shelves.class);
        start();
        Shelf shelf = application.context.getBean(Shelf.class);

        assertThat(AopUtils.isJdkDynamicProxy(shelf)).isTrue();
        assertThat(AopUtils.isCglibProxy(books)).isTrue();
        assertThat(shelf.find(Arrays.asList(1, 2))).containsEntry(2, "call 1");
        assertThat(shelf.find(Arrays.asList(1, 2))).containsEntry(2, "call 1");
    }
}
