package io.dogpile.samples.quickstart.customers;

import io.dogpile.region.CacheRegion;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Caches without annotations: through the region itself. */
@Service
public class CustomerRanks {

    private final CacheRegion customers;
    private final JdbcClient jdbc;

    CustomerRanks(@Qualifier("customers") CacheRegion customers, JdbcClient jdbc) {
        this.customers = customers;
        this.jdbc = jdbc;
    }

    public CustomerRank rank(int customerId) {
        return customers.getOrCreate(customerId, () -> query(customerId));
    }

    public void forget(int customerId) {
        customers.delete(customerId);
    }

    private CustomerRank query(int customerId) {
        return jdbc.sql("""
                        select *
                        from (select customer_id,
                                     count(*) as orders,
                                     sum(amount) as revenue,
                                     rank() over (order by sum(amount) desc) as rank
                              from orders
                              group by customer_id)
                        where customer_id = :customerId
                        """)
                .param("customerId", customerId)
                .query(CustomerRank.class)
                .single();
    }
}
