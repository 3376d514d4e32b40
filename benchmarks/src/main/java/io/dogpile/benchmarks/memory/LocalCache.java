package io.dogpile.benchmarks.memory;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A filled cache.
 *
 * @param lookup the measured call
 * @param resource what to close at the end
 */
record LocalCache(Lookup lookup, AutoCloseable resource) {

    /** Equal limits for all that have any. */
    static final int MAXIMUM_SIZE = 100_000;

    static final Duration EXPIRATION = Duration.ofMinutes(50);

    private static final int KEYS = 10_000;

    /** Finds what is there. */
    @FunctionalInterface
    interface Lookup {

        @Nullable
        Object get(String key) throws Exception;
    }

    static LocalCache of(Lookup lookup) {
        return new LocalCache(lookup, () -> {});
    }

    /** New objects at each call: as in an application, a key that is asked for is not the one that was stored. */
    static List<String> keys() {
        return IntStream.range(0, KEYS).mapToObj(index -> "key:" + index).toList();
    }

    /** What a loader does, which nobody should call. */
    static IllegalStateException notAHit() {
        return new IllegalStateException("not a hit");
    }
}
