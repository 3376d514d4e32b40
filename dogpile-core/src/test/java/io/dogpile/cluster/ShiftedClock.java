package io.dogpile.cluster;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The machine's clock, wrong by some time. */
record ShiftedClock(Duration shift) implements InstantSource {

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plus(shift);
    }
}
