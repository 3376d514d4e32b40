package io.dogpile.lock;

import java.time.Duration;

/** The end of a bounded wait. Real time on purpose: it bounds how long a thread is kept, not how old a value is. */
final class Deadline {

    private static final Duration LONGEST = Duration.ofDays(365);

    private final long startedNanos = System.nanoTime();
    private final long limitNanos;

    Deadline(Duration limit) {
        limitNanos = (limit.compareTo(LONGEST) < 0 ? limit : LONGEST).toNanos();
    }

    long remainingNanos() {
        return Math.max(0, limitNanos - (System.nanoTime() - startedNanos));
    }

    Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }
}
