package io.dogpile.lock;

import java.util.function.BooleanSupplier;

/** A value that is made outside of any flight, and is of use only as long as nobody has changed its key. Thread-safe. */
public final class Watch implements AutoCloseable {

    private final Changes changes;
    private final Flight<?> flight;

    Watch(Changes changes, Flight<?> flight) {
        this.changes = changes;
        this.flight = flight;
    }

    /**
     * Stores, unless the key was changed since the watch began, or is fenced. A change that comes meanwhile waits.
     *
     * @param store stores, and answers whether it did
     * @return true if it was stored
     */
    public synchronized boolean commit(BooleanSupplier store) {
        if (!flight.beginStore()) {
            return false;
        }
        try {
            return store.getAsBoolean();
        } finally {
            flight.endStore();
        }
    }

    /** Ends it. */
    @Override
    public void close() {
        changes.forget(flight);
    }
}
