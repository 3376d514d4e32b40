package io.dogpile.lock;

import io.dogpile.backend.Mutex;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A mutex that runs something when it is taken and when it is released, as other processes would. */
record FakeMutex(BooleanSupplier acquire, BooleanSupplier release) implements Mutex {

    @Override
    public Optional<Held> tryAcquire(Duration limit) {
        return acquire.getAsBoolean() ? Optional.of(release::getAsBoolean) : Optional.empty();
    }

    @Override
    public boolean isLocked() {
        return true;
    }

    @Override
    public String holder() {
        return "another process";
    }
}
