package io.dogpile.benchmarks.redis;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** The keys that every contender has values of. */
final class Keys {

    private static final List<String> ALL =
            IntStream.range(0, 1000).mapToObj(number -> "order-" + number).toList();

    private Keys() {}

    static void fill(Entries entries, int keys, int lines) {
        for (int i = 0; i < keys; i++) {
            entries.put(ALL.get(i), Order.of(i, lines));
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
