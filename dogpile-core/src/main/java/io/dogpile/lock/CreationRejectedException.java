package io.dogpile.lock;

import java.time.Duration;

/** So many creators are running that this one did not get its turn in time. */
public final class CreationRejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what happened.
     *
     * @param place what the key belongs to, such as {@code region 'local'}
     * @param key the key; a list of keys for a creation of several
     * @param maximum how many creators may run at a time
     * @param waited how long the caller waited for its turn
     */
    public CreationRejectedException(String place, Object key, int maximum, Duration waited) {
        super("No value of key '" + key + "' in " + place + ": " + maximum
                + " creators are running, as many as may run at a time (maximum-creations); waited "
                + waited.toMillis() + " ms for a turn.");
    }
}
