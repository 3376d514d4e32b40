package io.dogpile.benchmarks.redis;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** The keys that every contender has values of. */
final class Keys {

    private static final List<String> ALL =
            IntStream.range(0, 1000).mapToObj(number -> "order-" + number).toList();

    private Keys() {}

    /** Puts values, and looks whether they are found again, one by one and together, where they are decoded. */
    static void fill(Entries entries, int keys, int lines) throws Exception {
        for (int i = 0; i < keys; i++) {
            entries.put(ALL.get(i), Order.of(i, lines));
        }
        Set<String> some = hundred(keys);
        Map<String, Object> together = entries.getAll(some);
        for (String key : some) {
            check(key, entries.get(key), lines);
            check(key, Objects.requireNonNull(together.get(key)), lines);
        }
    }

    private static void check(String key, Object found, int lines) {
        if (found instanceof Order && !found.equals(Order.of(ALL.indexOf(key), lines))) {
            throw new IllegalStateException("asked for " + key + ", got " + found);
        }
    }

    static String any(int keys) {
        return ALL.get(ThreadLocalRandom.current().nextInt(keys));
    }

    /** Neighbours, so that the choice itself costs next to nothing. */
    static Set<String> hundred(int keys) {
        int first = ThreadLocalRandom.current().nextInt(keys - 99);
        return new LinkedHashSet<>(ALL.subList(first, first + 100));
    }
}
