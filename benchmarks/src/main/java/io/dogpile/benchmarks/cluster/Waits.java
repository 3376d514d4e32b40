package io.dogpile.benchmarks.cluster;

import java.util.Map;
import org.HdrHistogram.Histogram;

/** Figures of how long callers waited. */
final class Waits {

    private static final double NANOS_PER_MILLI = 1e6;

    private Waits() {}

    static void percentiles(Histogram waits, Map<String, Double> figures, double... percentiles) {
        for (double percentile : percentiles) {
            String name = percentile == Math.rint(percentile)
                    ? Integer.toString((int) percentile)
                    : Double.toString(percentile);
            figures.put("p" + name + " ms", waits.getValueAtPercentile(percentile) / NANOS_PER_MILLI);
        }
        figures.put("max ms", waits.getMaxValue() / NANOS_PER_MILLI);
    }
}
