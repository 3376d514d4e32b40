package io.dogpile.benchmarks.report;

/** Whether a bar was reached. */
sealed interface Verdict {

    /** There are no figures, or not of all contenders that the bar is about. */
    record NotMeasured() implements Verdict {}

    /**
     * There are.
     *
     * @param met whether the worst of them is good enough
     * @param worst the worst of them
     * @param where whose, and in which setting
     */
    record Measured(boolean met, double worst, String where) implements Verdict {}
}
