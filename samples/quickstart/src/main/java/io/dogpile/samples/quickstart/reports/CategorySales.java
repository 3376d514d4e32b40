package io.dogpile.samples.quickstart.reports;

import java.math.BigDecimal;

/** What one category sold in a year. */
public record CategorySales(
        String category, long orders, long customers, BigDecimal revenue, BigDecimal medianAmount) {}
