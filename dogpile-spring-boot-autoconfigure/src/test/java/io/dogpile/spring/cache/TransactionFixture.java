package io.dogpile.spring.cache;

import io.dogpile.region.CacheRegion;
import io.dogpile.testing.Task;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.cache.Cache;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** A book in a database, and its title in the caches of two processes. */
abstract class TransactionFixture {

    final AtomicInteger reads = new AtomicInteger();
    private JdbcTemplate database;
    private JdbcTransactionManager transactions;

    CacheRegion region;
    /** Of the process that changes the book. */
    Cache cache;
    /** Of the process that reads it. */
    Cache elsewhere;

    /** One more instance of the same region. */
    abstract CacheRegion region();

    abstract void closeRegions();

    @BeforeEach
    void create() {
        JdbcDataSource source = new JdbcDataSource();
        source.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        database = new JdbcTemplate(source);
        database.execute("create table book (id int primary key, title varchar(20))");
        database.update("insert into book values (1, 'old')");
        transactions = new JdbcTransactionManager(source);
        region = region();
        cache = transactional(region);
        elsewhere = transactional(region());
    }

    static Cache transactional(CacheRegion region) {
        DogpileCacheManager manager = DogpileCacheManager.of(List.of(region));
        manager.setTransactionAware(true);
        return manager.getCache(region.name());
    }

    @AfterEach
    void drop() {
        closeRegions();
        database.execute("shutdown");
    }

    TransactionTemplate transaction() {
        return new TransactionTemplate(transactions);
    }

    TransactionTemplate readOnly() {
        TransactionTemplate template = transaction();
        template.setReadOnly(true);
        return template;
    }

    TransactionTemplate ofItsOwn() {
        TransactionTemplate template = transaction();
        template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        return template;
    }

    TransactionTemplate nested() {
        TransactionTemplate template = transaction();
        template.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        return template;
    }

    void rename(String title) {
        database.update("update book set title = ? where id = 1", title);
    }

    /** As a transaction of its own, or as part of the current one. */
    String read() {
        reads.incrementAndGet();
        return database.queryForObject("select title from book where id = 1", String.class);
    }

    /** Outside of the current transaction. */
    static <V> V byAnother(Callable<V> call) {
        return Task.start(call).value();
    }

    String titleElsewhere() {
        return byAnother(() -> elsewhere.get(1, this::read));
    }

    String stored() {
        return byAnother(() -> region.get(1));
    }
}
