package io.dogpile.samples.shop;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** Counts the queries that Hibernate sends, and can hold them back. */
class Database implements StatementInspector {

    private static final long serialVersionUID = 1L;

    private final AtomicInteger queries = new AtomicInteger();
    private transient volatile CountDownLatch gate = new CountDownLatch(0);

    @Override
    public String inspect(String sql) {
        if (sql.startsWith("select")) {
            queries.incrementAndGet();
            try {
                if (!gate.await(20, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("nobody let the query through");
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return sql;
    }

    int queries() {
        return queries.get();
    }

    void forget() {
        queries.set(0);
    }

    CountDownLatch close() {
        gate = new CountDownLatch(1);
        return gate;
    }
}
