package io.dogpile.samples.redis.reports;

import java.util.concurrent.atomic.LongAdder;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The same report twice: with dogpile in front of it and without. Counts the queries of this instance. */
@Service
public class SalesReports {

    private final JdbcClient jdbc;
    private final LongAdder queries = new LongAdder();

    SalesReports(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Cacheable(cacheNames = "reports", sync = true)
    public SalesReport report(int year) {
        return query(year);
    }

    /** For all instances. */
    @CacheEvict("reports")
    public void forget(int year) {
        // The annotation does the work.
    }

    public SalesReport uncachedReport(int year) {
        return query(year);
    }

    public long queries() {
        return queries.sum();
    }

    private SalesReport query(int year) {
        var categories = jdbc.sql("""
                        select category as name,
                               count(*) as orders,
                               sum(amount) as revenue,
                               median(amount) as median_amount
                        from orders
                        where ordered_in = :year
                        group by category
                        order by revenue desc
                        """)
                .param("year", year)
                .query(SalesReport.Category.class)
                .list();
        queries.increment(); // not before: who gets no connection makes no query
        return new SalesReport(year, categories);
    }
}
