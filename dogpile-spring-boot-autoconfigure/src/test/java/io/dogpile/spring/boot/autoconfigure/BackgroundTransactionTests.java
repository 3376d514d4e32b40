package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.region.RegionListener;
import io.dogpile.testing.MutableClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** {@code @Transactional} methods that are called anew in the background, with a real database. */
@Timeout(60)
class BackgroundTransactionTests {

    private final MutableClock clock = new MutableClock();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    private final ApplicationContextRunner runner = Runners.application()
            .withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
            .withUserConfiguration(Database.class)
            .withBean(InstantSource.class, () -> clock)
            .withBean(RegionListener.class, () -> new RegionListener() {
                @Override
                public void onBackgroundFailure(String region, Object key, Throwable error) {
                    failures.add(error);
                }
            })
            .withPropertyValues(
                    "cache.visits.backend=memory",
                    "cache.visits.async-creation=true",
                    "cache.visits.expiration-time=10");

    @Test
    void theBackgroundHasATransactionOfItsOwn() {
        runner.run(context -> {
            Visits visits = context.getBean(Visits.class);
            assertThat(visits.count("lobby")).isEqualTo("1 in a transaction by " + thread());
            clock.advance(Duration.ofSeconds(11));

            assertThat(visits.count("lobby")).isEqualTo("1 in a transaction by " + thread());

            await().until(() -> visits.count("lobby").startsWith("2 in a transaction by task-"));
            assertThat(failures).isEmpty();
        });
    }

    @Test
    void aCreationThatFailsInTheBackgroundIsRolledBack() {
        runner.run(context -> {
            Visits visits = context.getBean(Visits.class);
            visits.count("lobby");
            clock.advance(Duration.ofSeconds(11));
            visits.fail(true);

            assertThat(visits.count("lobby")).startsWith("1 in a transaction");
            await().until(() -> !failures.isEmpty());
            visits.fail(false);

            assertThat(failures).singleElement().isInstanceOf(IllegalStateException.class);
            assertThat(context.getBean(JdbcTemplate.class).queryForObject("select count(*) from visit", int.class))
                    .isEqualTo(1);
        });
    }

    private static String thread() {
        return Thread.currentThread().getName();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(proxyTargetClass = true)
    static class Database {

        @Bean
        DataSource dataSource() {
            return new EmbeddedDatabaseBuilder()
                    .generateUniqueName(true)
                    .setType(EmbeddedDatabaseType.H2)
                    .build();
        }

        @Bean
        JdbcTransactionManager transactionManager(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }

        @Bean
        JdbcTemplate jdbcTemplate(DataSource dataSource) {
            return new JdbcTemplate(dataSource);
        }

        @Bean
        Visits visits(JdbcTemplate jdbc) {
            jdbc.execute("create table visit (place varchar(20))");
            return new Visits(jdbc);
        }
    }

    static class Visits {

        private final JdbcTemplate jdbc;
        private volatile boolean fail;

        Visits(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        public void fail(boolean yes) {
            fail = yes;
        }

        @Cacheable("visits")
        @Transactional
        public String count(String place) {
            jdbc.update("insert into visit values (?)", place);
            if (fail) {
                throw new IllegalStateException("fails after it has written");
            }
            Integer count = jdbc.queryForObject("select count(*) from visit", int.class);
            return count + (TransactionSynchronizationManager.isActualTransactionActive() ? " in a" : " without a")
                    + " transaction by " + thread();
        }
    }
}
