package io.dogpile.samples.quickstart.database;

import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The application's only way to the database, so that no query goes uncounted. */
@Component
public class CountingJdbcClient implements JdbcClient {

    private final JdbcClient client;
    private final LongAdder queries = new LongAdder();

    CountingJdbcClient(DataSource dataSource) {
        client = JdbcClient.create(dataSource);
    }

    @Override
    public StatementSpec sql(String sql) {
        queries.increment();
        return client.sql(sql);
    }

    /** How many queries were made since start-up. */
    public long queries() {
        return queries.sum();
    }
}
