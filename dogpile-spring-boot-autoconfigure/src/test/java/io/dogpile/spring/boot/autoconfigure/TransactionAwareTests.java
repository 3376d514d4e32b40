package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.region.CacheRegion;
import io.dogpile.testing.Task;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** {@code dogpile.transaction-aware}, through annotations. */
@Timeout(60)
class TransactionAwareTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DogpileAutoConfiguration.class,
                    DogpileCacheAutoConfiguration.class,
                    DataSourceAutoConfiguration.class,
                    DataSourceTransactionManagerAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class,
                    TransactionAutoConfiguration.class))
            .withUserConfiguration(Application.class)
            .withPropertyValues("cache.books.backend=memory", "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID());

    private final ApplicationContextRunner aware = runner.withPropertyValues("dogpile.transaction-aware=true");

    private record World(Books books, CacheRegion region, TransactionTemplate transaction) {

        String titleForOthers() {
            return Task.start(() -> books.title(1)).value();
        }

        String cached() {
            return Task.start(() -> region.<String>get(1)).value();
        }
    }

    private interface Story {

        void tell(World world);
    }

    private static void run(ApplicationContextRunner runner, Story story) {
        runner.run(context -> {
            JdbcTemplate database = context.getBean(JdbcTemplate.class);
            database.execute("create table book (id int primary key, title varchar(20))");
            database.update("insert into book values (1, 'old')");
            story.tell(new World(
                    context.getBean(Books.class),
                    context.getBean(CacheRegion.class),
                    new TransactionTemplate(context.getBean(PlatformTransactionManager.class))));
        });
    }

    @Test
    void anEvictionWaitsForTheCommitAndOthersCannotBringTheOldRowBack() {
        run(aware, world -> {
            world.transaction().executeWithoutResult(status -> {
                world.books().rename(1, "new");
                assertThat(world.titleForOthers()).isEqualTo("old");
                assertThat(world.cached()).isNull();
            });
            assertThat(world.titleForOthers()).isEqualTo("new");
            assertThat(world.cached()).isEqualTo("new");
        });
    }

    @Test
    void anEvictionBeforeTheInvocationToo() {
        run(aware, world -> {
            world.titleForOthers();
            world.transaction().executeWithoutResult(status -> {
                world.books().renameEvictingBefore(1, "new");
                assertThat(world.cached()).isNull();
                assertThat(world.titleForOthers()).isEqualTo("old");
                assertThat(world.cached()).isNull();
            });
            assertThat(world.titleForOthers()).isEqualTo("new");
        });
    }

    @Test
    void whatATransactionPutsOthersGetAfterTheCommit() {
        run(aware, world -> {
            world.titleForOthers();
            world.transaction().executeWithoutResult(status -> {
                world.books().renamePutting(1, "new");
                assertThat(world.books().title(1)).isEqualTo("new");
                assertThat(world.titleForOthers()).isEqualTo("old");
            });
            assertThat(world.cached()).isEqualTo("new");
        });
    }

    @Test
    void whatATransactionLoadsOthersGetAfterTheCommit() {
        run(aware, world -> {
            world.transaction().executeWithoutResult(status -> {
                assertThat(world.books().title(1)).isEqualTo("old");
                assertThat(world.books().syncTitle(2)).isEqualTo("none");
                assertThat(world.cached()).isNull();
            });
            assertThat(world.cached()).isEqualTo("old");
            assertThat(world.region().<String>get(2)).isEqualTo("none");
        });
    }

    @Test
    void aRollbackLeavesTheCacheAlone() {
        run(aware, world -> {
            world.titleForOthers();
            world.transaction().executeWithoutResult(status -> {
                world.books().rename(1, "never");
                world.books().renamePutting(1, "never");
                assertThat(world.books().title(1)).isEqualTo("never");
                status.setRollbackOnly();
            });
            assertThat(world.cached()).isEqualTo("old");
        });
    }

    @Test
    void aReadOnlyTransactionLoadsAsEver() {
        run(aware, world -> {
            world.transaction().setReadOnly(true);
            world.transaction().executeWithoutResult(status -> {
                assertThat(world.books().title(1)).isEqualTo("old");
                assertThat(world.cached()).isEqualTo("old");
            });
        });
    }

    @Test
    void aReadOnlyTransactionSeesWhatItHasEvicted() {
        run(aware, world -> {
            world.titleForOthers();
            world.transaction().setReadOnly(true);
            world.transaction().executeWithoutResult(status -> {
                world.region().set(1, "outdated");
                world.books().forget(1);
                assertThat(world.books().title(1)).isEqualTo("old");
                assertThat(world.cached()).isEqualTo("outdated");
            });
            assertThat(world.cached()).isEqualTo("old");
        });
    }

    @Test
    void withoutThePropertyChangesHappenAtOnce() {
        run(runner, world -> {
            world.titleForOthers();
            world.transaction().executeWithoutResult(status -> {
                world.books().forget(1);
                assertThat(world.cached()).isNull();
            });
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Application {

        @Bean
        Books books(JdbcTemplate database) {
            return new Books(database);
        }
    }

    @CacheConfig(cacheNames = "books")
    static class Books {

        private final JdbcTemplate database;

        Books(JdbcTemplate database) {
            this.database = database;
        }

        private String read(int id) {
            return database.queryForList("select title from book where id = ?", String.class, id).stream()
                    .findFirst()
                    .orElse("none");
        }

        @Cacheable
        public String title(int id) {
            return read(id);
        }

        @Cacheable(sync = true)
        public String syncTitle(int id) {
            return read(id);
        }

        @Transactional
        @CacheEvict(key = "#id")
        public void rename(int id, String title) {
            database.update("update book set title = ? where id = ?", title, id);
        }

        @Transactional
        @CacheEvict(key = "#id", beforeInvocation = true)
        public void renameEvictingBefore(int id, String title) {
            database.update("update book set title = ? where id = ?", title, id);
        }

        @Transactional
        @CachePut(key = "#id")
        public String renamePutting(int id, String title) {
            database.update("update book set title = ? where id = ?", title, id);
            return title;
        }

        @CacheEvict
        public void forget(int id) {}
    }
}
