package io.dogpile.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds the name that somebody probably meant. Stateless.
 */
public final class Suggestions {

    private Suggestions() {}

    /**
     * Advice for an unknown name: the nearest known one if it is near enough, and the list of all of them.
     *
     * @param unknown the name that was not found
     * @param known the names that exist
     * @return one or two sentences, for instance {@code Did you mean 'local'? Known are: local, redis.}
     */
    public static String advice(String unknown, Collection<String> known) {
        if (known.isEmpty()) {
            return "There are none to choose from.";
        }
        String all = "Known are: " + String.join(", ", new TreeSet<>(known)) + ".";
        return nearest(unknown, known)
                .map(name -> "Did you mean '" + name + "'? " + all)
                .orElse(all);
    }

    /**
     * The known name with the smallest edit distance, if at most a third of its letters would have to change.
     *
     * @param unknown the name that was not found
     * @param known the names that exist
     * @return the nearest name, or empty if none is near
     */
    public static Optional<String> nearest(String unknown, Collection<String> known) {
        return known.stream()
                .filter(name -> distance(unknown, name) <= Math.max(1, name.length() / 3))
                .min(Comparator.<String>comparingInt(name -> distance(unknown, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
