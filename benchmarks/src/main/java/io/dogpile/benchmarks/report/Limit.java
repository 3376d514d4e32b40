package io.dogpile.benchmarks.report;

import io.dogpile.benchmarks.Measurement;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What a figure may be at most. */
sealed interface Limit {

    /** The figure's name in the measurements. */
    String figure();

    /** In words. */
    String text();

    /** What is held against the limit, as text. */
    String text(double measured);

    /** The largest value that keeps to the limit. */
    double max();

    /** The contender of the same run and setting to compare with, or null for none. */
    default @Nullable String reference() {
        return null;
    }

    /**
     * What is held against the limit.
     *
     * @param value the contender's figure
     * @param reference the reference's figure, if there is a reference
     */
    default double compared(double value, double reference) {
        return value;
    }

    /** The figure of a measurement, if it has it. */
    default OptionalDouble in(Measurement measurement) {
        Map<String, Double> figures = measurement.figures();
        return figures.containsKey(figure()) ? OptionalDouble.of(figures.get(figure())) : OptionalDouble.empty();
    }

    /**
     * A number.
     *
     * @param tolerance what may be added for the measurement's own error
     */
    record AtMost(String figure, double limit, double tolerance) implements Limit {

        @Override
        public double max() {
            return limit + tolerance;
        }

        @Override
        public String text() {
            String text = "≤ " + Figure.plain(limit) + " (" + figure + ")";
            return tolerance == 0 ? text : text + ", tolerance " + Figure.plain(tolerance);
        }

        @Override
        public String text(double measured) {
            return Figure.number(measured);
        }
    }

    /** A multiple of the reference's figure. */
    record Times(String figure, double max, String reference) implements Limit {

        @Override
        public double compared(double value, double reference) {
            return value == reference ? 1 : value / reference;
        }

        @Override
        public String text() {
            return "≤ " + Figure.ratio(max) + " × " + reference + " (" + figure + ")";
        }

        @Override
        public String text(double measured) {
            return Figure.ratio(measured) + " ×";
        }
    }

    /**
     * So much more than the reference's figure.
     *
     * @param tolerance what may be added for the measurement's own error
     */
    record Plus(String figure, double limit, double tolerance, String reference) implements Limit {

        @Override
        public double max() {
            return limit + tolerance;
        }

        @Override
        public double compared(double value, double reference) {
            return value - reference;
        }

        @Override
        public String text() {
            return "≤ " + reference + " + " + Figure.plain(limit) + " (" + figure + "), tolerance "
                    + Figure.plain(tolerance);
        }

        @Override
        public String text(double measured) {
            return reference + (measured < 0 ? " − " : " + ") + Figure.number(Math.abs(measured));
        }
    }
}
