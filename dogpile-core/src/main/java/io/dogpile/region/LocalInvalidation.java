package io.dogpile.region;

import io.dogpile.backend.CachedValue;
import io.dogpile.backend.RegionInvalidationStrategy;
import java.time.InstantSource;

/** Keeps the cut-offs in this JVM, the default. */
final class LocalInvalidation implements RegionInvalidationStrategy {

    private final InstantSource clock;
    private volatile long hard = NEVER;
    private volatile long soft = NEVER;

    LocalInvalidation(InstantSource clock) {
        this.clock = clock;
    }

    /** Entries are written with at least the newest cut-off + 1, even when the clock stands still. */
    @Override
    public synchronized void invalidate(boolean asHard) {
        long cutoff = Math.max(CachedValue.nowMicros(clock), Math.max(hard, soft) + 1);
        if (asHard) {
            hard = cutoff;
        } else {
            soft = cutoff;
        }
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
