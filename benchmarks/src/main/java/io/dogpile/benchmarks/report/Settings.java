package io.dogpile.benchmarks.report;

import io.dogpile.benchmarks.Measurement;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The settings in which the contenders of one run were measured.
 *
 * @param all in the order of the run
 */
record Settings(Set<Map<String, String>> all) {

    private static final String THREADS = "threads";

    static Settings of(List<Measurement> measurements) {
        return new Settings(
                measurements.stream().map(Measurement::setting).collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    /** What tells a setting from the others, empty if there are no others. */
    String label(Map<String, String> setting) {
        return text(setting, this::varies);
    }

    /** The same, but for the number of threads. */
    String labelButThreads(Map<String, String> setting) {
        return text(setting, name -> varies(name) && !name.equals(THREADS));
    }

    /** What they have in common. */
    String common() {
        return all.isEmpty() ? "" : text(all.iterator().next(), name -> !varies(name));
    }

    /** All of a setting, in words. */
    static String text(Map<String, String> setting) {
        return text(setting, name -> true);
    }

    private static String text(Map<String, String> setting, Predicate<String> which) {
        return setting.entrySet().stream()
                .filter(entry -> which.test(entry.getKey()))
                .sorted(Comparator.comparing(entry -> entry.getKey()))
                .map(entry -> text(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private boolean varies(String name) {
        return all.stream()
                        .map(setting -> setting.getOrDefault(name, ""))
                        .distinct()
                        .count()
                > 1;
    }

    private static String text(String name, String value) {
        return switch (name) {
            case "distribution", "size" -> value;
            case THREADS -> value + (value.equals("1") ? " thread" : " threads");
            case "creation ms" -> "creators of " + value + " ms";
            default -> value + " " + name;
        };
    }
}
