package io.dogpile.backend;

/**
 * Remembers when a region was invalidated, so that older entries can be told from newer ones without touching them.
 * Thread-safe. Counterpart of dogpile.cache's class of the same name; replace it to share invalidations between
 * processes.
 *
 * <p>There are two cut-offs, in microseconds since the epoch. An entry whose creation time is <i>at or before</i> the
 * hard cut-off is missing; one at or before the soft cut-off is stale. The region gives every entry that it writes a
 * creation time after both, so what is written after an invalidation is never caught by it, however fast.
 */
public interface RegionInvalidationStrategy {

    /** The cut-off of a region that was never invalidated. */
    long NEVER = Long.MIN_VALUE;

    /**
     * Moves a cut-off to a moment that is not before any entry written so far.
     *
     * @param hard true if older entries are to be missing, false if they are to be stale
     */
    void invalidate(boolean hard);

    /**
     * The hard cut-off. Read with every look-up, so it must be quick and must not block.
     *
     * @return microseconds since the epoch, or {@link #NEVER}
     */
    long hardCutoff();

    /**
     * The soft cut-off. Read with every look-up, so it must be quick and must not block.
     *
     * @return microseconds since the epoch, or {@link #NEVER}
     */
    long softCutoff();

    /**
     * Is told of every creation time that the region gives in this process, so that a cut-off can be put after them
     * even if the clock was set back meanwhile. The default ignores it.
     *
     * @param creationTimeMicros microseconds since the epoch
     */
    default void stamped(long creationTimeMicros) {}
}
