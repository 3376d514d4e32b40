package io.dogpile.lock;

import io.dogpile.backend.Mutex.Held;
import java.util.function.Predicate;

/** Guards the store at the end of a creation: what was superseded meanwhile must not be stored. */
@FunctionalInterface
public interface Fence {

    /**
     * Stores, unless the creation was {@linkplain DogpileLock#change superseded}. No supersession can come between
     * the check and the store.
     *
     * @param store writes the value under the given lock and answers whether it was written
     * @return true if it was written
     */
    boolean commit(Predicate<Held> store);
}
