package io.dogpile.benchmarks.report;

import java.util.List;

/** How the figures of a topic become tables. */
sealed interface Layout {

    /** The figure that is drawn. */
    String figure();

    /**
     * One table, with a column for each setting.
     *
     * @param figure what is in these columns
     * @param more a figure that doesn't depend on the number of threads, for further columns, or empty
     * @param references contenders with whose figures all are compared
     */
    record BySetting(String figure, String more, List<String> references) implements Layout {}

    /**
     * A table for each setting, with a column for each figure.
     *
     * @param figure what is drawn
     * @param all the columns
     */
    record ByFigure(String figure, List<String> all) implements Layout {}
}
