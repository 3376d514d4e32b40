package io.dogpile.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.dogpile.docs.Migration.Book;
import io.dogpile.docs.Migration.Books;
import io.dogpile.docs.Migration.SpringBooks;
import io.dogpile.docs.Migration.Table;
import io.dogpile.redis.TestRedis;
import io.dogpile.spring.boot.autoconfigure.DogpileAutoConfiguration;
import io.dogpile.spring.boot.autoconfigure.DogpileCacheAutoConfiguration;
import io.dogpile.spring.boot.autoconfigure.DogpileRedisAutoConfiguration;
import io.dogpile.spring.cache.DogpileCacheManager;
import io.dogpile.testing.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The application of the page on migration, before and after: the same code, another configuration. */
class MigrationTests {

    private static final int CALLERS = 50;

    private final String isbn = UUID.randomUUID().toString();

    private static ApplicationContextRunner application(String configuration) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        JacksonAutoConfiguration.class,
                        DataRedisAutoConfiguration.class,
                        DogpileAutoConfiguration.class,
                        DogpileCacheAutoConfiguration.class,
                        DogpileRedisAutoConfiguration.class,
                        CacheAutoConfiguration.class))
                .withUserConfiguration(Shop.class)
                .withInitializer(context -> {
                    context.getEnvironment()
                            .getPropertySources()
                            .addLast(Yaml.load("docs/migration-" + configuration + ".yml"));
                    AutoConfigurationPackages.register(
                            (BeanDefinitionRegistry) context.getBeanFactory(), Shop.class.getPackageName());
                })
                .withPropertyValues(
                        "spring.data.redis.host=127.0.0.1",
                        "spring.data.redis.port=" + TestRedis.shared().port());
    }

    @ParameterizedTest
    @CsvSource({
        "redis-before, RedisCacheManager",
        "redis-after, DogpileCacheManager",
        "caffeine-before, CaffeineCacheManager",
        "caffeine-after, DogpileCacheManager",
        "refresh-after, DogpileCacheManager",
        "jetcache-after, DogpileCacheManager"
    })
    void theSameCodeIsCachedBeforeAndAfter(String configuration, String manager) {
        application(configuration).run(context -> {
            assertThat(context.getBean(CacheManager.class).getClass().getSimpleName())
                    .isEqualTo(manager);
            Books books = context.getBean(Books.class);
            boolean atOnce = manager.equals("DogpileCacheManager");

            assertThat(books.find(isbn)).isEqualTo(new Book(isbn, "untitled"));
            finds("untitled", 0, atOnce, context);
            books.rename(isbn, "new");
            finds("new", 0, atOnce, context);
            books.remove(isbn);
            finds("untitled", 1, atOnce, context);
        });
    }

    /** Spring Data Redis writes and evicts behind the caller's back, so that it may take effect a little later only. */
    private void finds(String title, int queries, boolean atOnce, AssertableApplicationContext context) {
        AtomicInteger counter = context.getBean(Table.class).queries;
        ThrowingRunnable found = () -> {
            int before = counter.get();
            assertThat(context.getBean(Books.class).find(isbn).title()).isEqualTo(title);
            assertThat(counter).hasValue(before + queries);
        };
        if (atOnce) {
            assertThatCode(found::run).doesNotThrowAnyException();
        } else {
            Awaitility.await().untilAsserted(found);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis-after", "caffeine-after", "refresh-after", "jetcache-after"})
    void afterwardsFiftyCallersMakeOneQuery(String configuration) {
        application(configuration).run(context -> {
            Books books = context.getBean(Books.class);
            Table table = context.getBean(Table.class);
            table.close();
            List<Task<Book>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(Task.start(() -> books.find(isbn)));
            }
            table.gate().awaitReached();
            callers.forEach(Task::awaitWaiting);
            table.gate().open();

            assertThat(callers).allSatisfy(caller -> assertThat(caller.value()).isEqualTo(new Book(isbn, "untitled")));
            assertThat(table.queries).hasValue(1);
        });
    }

    @Test
    void whatTheOldCacheLeftInRedisIsNotRead() {
        application("redis-before").run(context -> {
            context.getBean(Books.class).find(isbn);
            finds("untitled", 0, false, context);
        });
        application("redis-after").run(context -> {
            context.getBean(Books.class).find(isbn);
            assertThat(context.getBean(Table.class).queries).hasValue(1);
        });
    }

    @Test
    void aForgottenCacheTypeKeepsTheOldManager() {
        application("redis-after")
                .withPropertyValues("spring.cache.type=redis")
                .run(context -> assertThat(context).doesNotHaveBean(DogpileCacheManager.class));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Shop {

        @Bean
        Table table() {
            return new Table();
        }

        @Bean
        Books books(Table table) {
            return new SpringBooks(table);
        }
    }
}
