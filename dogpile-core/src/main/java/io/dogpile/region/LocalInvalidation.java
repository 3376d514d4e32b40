package io.dogpile.region;

import io.dogpile.backend.CachedValue;
import io.dogpile.backend.RegionInvalidationStrategy;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAccumulator;

/**
 * Keeps the cut-offs in this JVM, the default. Told of every creation time that the region gives, so that entries from
 * before the clock was set back are caught as well.
 */
final class LocalInvalidation implements RegionInvalidationStrategy {

    private final InstantSource clock;
    private volatile long hard = NEVER;
    private volatile long soft = NEVER;
    private final LongAccumulator newestStamp = new LongAccumulator(Math::max, NEVER);

    LocalInvalidation(InstantSource clock) {
        this.clock = clock;
    }

    /** Entries are written with at least the newest cut-off + 1, even when the clock stands still. */
    @Override
    public synchronized void invalidate(boolean asHard) {
        long newest = Math.max(newestStamp.get(), Math.max(hard, soft) + 1);
        long cutoff = Math.max(CachedValue.nowMicros(clock), newest);
        if (asHard) {
            hard = cutoff;
        } else {
            soft = cutoff;
        }
    }

    @Override
    public void stamped(long creationTimeMicros) {
        newestStamp.accumulate(creationTimeMicros);
    }

    @Override
    public long hardCutoff() {
        return hard;
    }

    @Override
    public long softCutoff() {
        return soft;
    }
}
