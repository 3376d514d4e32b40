package io.dogpile.benchmarks.memory;

import java.util.Arrays;
import java.util.Random;

/** How often each of some keys is asked for. */
final class Distribution {

    private static final double ZIPF_EXPONENT = 0.99;

    private final double[] cumulated;

    private Distribution(double[] weights) {
        cumulated = weights.clone();
        Arrays.parallelPrefix(cumulated, Double::sum);
    }

    /**
     * The distribution of a name.
     *
     * @param name {@code zipf} or {@code uniform}
     * @param size the number of keys
     */
    static Distribution named(String name, int size) {
        double[] weights = new double[size];
        for (int rank = 0; rank < size; rank++) {
            weights[rank] = switch (name) {
                case "zipf" -> 1 / Math.pow(rank + 1, ZIPF_EXPONENT);
                case "uniform" -> 1;
                default -> throw new IllegalArgumentException("no distribution: " + name);
            };
        }
        return new Distribution(weights);
    }

    /** The index of the key to ask for next. */
    int next(Random random) {
        double point = random.nextDouble() * cumulated[cumulated.length - 1];
        int found = Arrays.binarySearch(cumulated, point);
        return Math.min(found >= 0 ? found + 1 : -found - 1, cumulated.length - 1);
    }
}
