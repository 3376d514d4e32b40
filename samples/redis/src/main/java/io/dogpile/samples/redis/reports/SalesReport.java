package io.dogpile.samples.redis.reports;

import java.math.BigDecimal;
import java.util.List;

/** A year's sales, the best category first. */
public record SalesReport(int year, List<Category> categories) {

    /** What one category sold. */
    public record Category(String name, long orders, BigDecimal revenue, BigDecimal medianAmount) {}
}
