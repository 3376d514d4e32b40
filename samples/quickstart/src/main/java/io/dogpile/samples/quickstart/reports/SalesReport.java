package io.dogpile.samples.quickstart.reports;

import java.util.List;

/** A year's sales, the best category first. */
public record SalesReport(int year, List<CategorySales> categories) {}
