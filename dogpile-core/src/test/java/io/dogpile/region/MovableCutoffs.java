package io.dogpile.region;

import io.dogpile.backend.RegionInvalidationStrategy;

/** Cut-offs that another process moves. */
final class MovableCutoffs implements RegionInvalidationStrategy {

    volatile long hard = NEVER;

    @Override
    public void invalidate(boolean asHard) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long hardCutoff() {
        return hard;
    }

    @Override
    public long softCutoff() {
        return NEVER;
    }
}
