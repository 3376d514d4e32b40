package io.dogpile.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of a page.
 *
 * @param head the columns' headings
 * @param rows cells, as many as there are headings
 * @param numbers whether all columns but the first are numbers
 */
record Table(List<String> head, List<List<String>> rows, boolean numbers) {

    Table {
        for (List<String> row : rows) {
            if (row.size() != head.size()) {
                throw new IllegalArgumentException(row + " doesn't fit under " + head);
            }
        }
    }

    /** In Markdown. */
    String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add(line(head));
        lines.add("|---" + (numbers ? "|---:" : "|---").repeat(head.size() - 1) + "|");
        rows.forEach(row -> lines.add(line(row)));
        return String.join("\n", lines) + "\n";
    }

    /** A row whose cells are all bold. */
    static List<String> bold(List<String> row) {
        return row.stream()
                .map(cell -> cell.isEmpty() ? cell : "**" + cell + "**")
                .toList();
    }

    private static String line(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |"));
    }
}
