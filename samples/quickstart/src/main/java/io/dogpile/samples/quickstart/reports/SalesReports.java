package io.dogpile.samples.quickstart.reports;

import java.time.LocalDate;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The same report twice: with dogpile in front of it and without. */
@Service
public class SalesReports {

    private final JdbcClient jdbc;

    SalesReports(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Cacheable("reports")
    public SalesReport report(int year) {
        return query(year);
    }

    @CacheEvict("reports")
    public void forget(int year) {
        // The annotation does the work.
    }

    public SalesReport uncachedReport(int year) {
        return query(year);
    }

    private SalesReport query(int year) {
        var categories = jdbc.sql("""
                        select category,
                               count(*) as orders,
                               count(distinct customer_id) as customers,
                               sum(amount) as revenue,
                               median(amount) as median_amount
                        from orders
                        where ordered_on between :first and :last
                        group by category
                        order by revenue desc
                        """)
                .param("first", LocalDate.of(year, 1, 1))
                .param("last", LocalDate.of(year, 12, 31))
                .query(CategorySales.class)
                .list();
        return new SalesReport(year, categories);
    }
}
