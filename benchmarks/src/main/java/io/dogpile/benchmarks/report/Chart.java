package io.dogpile.benchmarks.report;

import java.util.List;

/**
 * Horizontal bars, one for each contender.
 *
 * @param file its file's name
 * @param title what it shows
 * @param unit of the values
 * @param items the contenders, from the top
 */
record Chart(String file, String title, String unit, List<Item> items) {

    /** By how much values may differ for a linear axis to show them all. */
    private static final double LINEAR = 30;

    /**
     * A contender.
     *
     * @param value its figure
     */
    record Item(String contender, double value) {}

    /** Whether the axis has to be logarithmic. */
    boolean isLogarithmic() {
        return smallest() > 0 && largest() > LINEAR * smallest();
    }

    double smallest() {
        return items.stream().mapToDouble(Item::value).min().orElse(0);
    }

    double largest() {
        return items.stream().mapToDouble(Item::value).max().orElse(0);
    }
}
