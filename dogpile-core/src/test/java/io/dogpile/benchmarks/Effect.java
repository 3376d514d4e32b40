package io.dogpile.benchmarks;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a policy changes in a story.
 *
 * @param policy the setting
 * @param without what was measured without it, by name
 * @param with the same with it
 */
record Effect(String policy, Map<String, Number> without, Map<String, Number> with) {

    static final String HEADER = "| policy | without | with |\n|---|---|---|";

    /** A story, told without and with its policy. */
    @FunctionalInterface
    interface Story {

        Map<String, Number> tell(boolean with) throws Exception;
    }

    static Effect of(String policy, Story story) throws Exception {
        return new Effect(policy, story.tell(false), story.tell(true));
    }

    /** A row of a Markdown table. */
    String row() {
        return "| `%s` | %s | %s |".formatted(policy, text(without), text(with));
    }

    private static String text(Map<String, Number> figures) {
        return figures.entrySet().stream()
                .map(figure -> figure.getKey() + " " + text(figure.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String text(Number number) {
        return String.format(Locale.ROOT, number instanceof Double ? "%.1f" : "%d", number);
    }
}
