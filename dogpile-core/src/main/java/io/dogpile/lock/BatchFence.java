package io.dogpile.lock;

import io.dogpile.backend.Mutex.Held;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** {@link Fence} of a creation of several keys. */
@FunctionalInterface
public interface BatchFence {

    /**
     * Stores those keys whose creation was not superseded, in one call.
     *
     * @param keys the keys to be stored
     * @param store writes the values of the keys it is given, under their locks; not called when there are none
     * @return the keys that were handed to {@code store}
     */
    Set<Object> commit(Collection<Object> keys, Consumer<Map<Object, Held>> store);
}
