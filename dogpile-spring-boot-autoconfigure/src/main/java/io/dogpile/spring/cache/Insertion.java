package io.dogpile.spring.cache;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Puts a value where there is none, and remembers whether it did. */
final class Insertion implements Callable<@Nullable Object> {

    private final @Nullable Object value;
    volatile boolean done;

    Insertion(@Nullable Object value) {
        this.value = value;
    }

    @Override
    public @Nullable Object call() {
        done = true;
        return value;
    }
}
