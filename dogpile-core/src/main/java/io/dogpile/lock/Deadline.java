package io.dogpile.lock;

import io.dogpile.backend.WaitTimer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The end of a bounded wait. Not of the clock by which values age: it bounds how long a thread is kept. */
final class Deadline {

    private static final Duration LONGEST = Duration.ofDays(365);

    private final WaitTimer timer;
    private final long startedNanos;
    private final long limitNanos;
    private @Nullable Set<Object> missed;

    Deadline(WaitTimer timer, Duration limit) {
        this.timer = timer;
        startedNanos = timer.nanoTime();
        limitNanos = (limit.compareTo(LONGEST) < 0 ? limit : LONGEST).toNanos();
    }

    static Deadline never(WaitTimer timer) {
        return new Deadline(timer, LONGEST);
    }

    long remainingNanos() {
        return Math.max(0, limitNanos - (timer.nanoTime() - startedNanos));
    }

    Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    /** This one, or one that is as much sooner as the limit says. */
    Deadline within(@Nullable Duration limit) {
        return limit == null || limit.compareTo(remaining()) >= 0 ? this : new Deadline(timer, limit);
    }

    /** Whether nobody has said before that it was missed for that key: caller and creator may both find it has passed. */
    synchronized boolean isFirstMiss(Object key) {
        if (missed == null) {
            missed = new HashSet<>();
        }
        return missed.add(key);
    }

    Duration elapsed() {
        return Duration.ofNanos(timer.nanoTime() - startedNanos);
    }
}
