package io.dogpile.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Times of contenders who each took turns with a reference in the same process. What counts is how many times as long
 * as the reference, just before or after, a contender took: a machine that is twice as slow for a minute is so for both.
 * Not thread-safe.
 */
final class Turns {

    private final String reference;
    private final Map<String, Double> ratios = new HashMap<>();
    private final List<Double> referenceTimes = new ArrayList<>();

    Turns(String reference) {
        this.reference = reference;
    }

    /**
     * Adds what was measured of one contender.
     *
     * @param times in turn the contender's and the reference's
     */
    void add(String contender, List<Double> times) {
        List<Double> own = own(times);
        List<Double> other = every(times, 1);
        ratios.put(
                contender,
                Median.of(IntStream.range(0, other.size())
                        .mapToObj(i -> own.get(i) / other.get(i))
                        .toList()));
        referenceTimes.addAll(other);
    }

    /**
     * A contender's time: the median ratio to the reference beside it, times the reference's median in all turns of all
     * contenders. For the reference itself that median.
     */
    double time(String contender) {
        double ratio = contender.equals(reference) ? 1 : Objects.requireNonNull(ratios.get(contender));
        return ratio * Median.of(referenceTimes);
    }

    /** The contender's figures among those of both. */
    static List<Double> own(List<Double> figures) {
        return every(figures, 0);
    }

    private static List<Double> every(List<Double> figures, int offset) {
        if (figures.isEmpty() || figures.size() % 2 != 0) {
            throw new IllegalArgumentException("no turns, or half of one: " + figures);
        }
        return IntStream.range(0, figures.size() / 2)
                .mapToObj(i -> figures.get(2 * i + offset))
                .toList();
    }
}
