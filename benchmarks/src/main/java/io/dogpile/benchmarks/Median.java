package io.dogpile.benchmarks;

import java.util.Collection;
import org.openjdk.jmh.util.ListStatistics;

/** The middle of figures, which a few that something disturbed do not move. */
public final class Median {

    private Median() {}

    /**
     * The median.
     *
     * @param figures one at least, in any order
     * @return the middle one, or halfway between the two in the middle
     */
    public static double of(Collection<Double> figures) {
        return new ListStatistics(
                        figures.stream().mapToDouble(Double::doubleValue).toArray())
                .getPercentile(50);
    }
}
