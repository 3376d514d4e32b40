package io.dogpile.samples.quickstart.database;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Counts what reaches the database: everything that runs through {@code JdbcClient} comes by here. */
@Component
public class CountingJdbcTemplate extends JdbcTemplate {

    private final LongAdder queries = new LongAdder();

    CountingJdbcTemplate(DataSource dataSource) {
        super(dataSource);
    }

    /** Called once for each statement, after a connection was got for it: who gives up waiting for one made no query. */
    @Override
    protected void applyStatementSettings(Statement statement) throws SQLException {
        super.applyStatementSettings(statement);
        queries.increment();
    }

    /** How many queries were made since start-up. */
    public long queries() {
        return queries.sum();
    }
}
