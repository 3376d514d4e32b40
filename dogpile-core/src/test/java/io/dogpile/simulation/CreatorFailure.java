package io.dogpile.simulation;

import org.jspecify.annotations.Nullable;

/** What a creator fails with. */
final class CreatorFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    final transient Creation creation;

    /** What somebody's failure comes from; null if from no creator. */
    static @Nullable CreatorFailure in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CreatorFailure found) {
                return found;
            }
        }
        return null;
    }

    CreatorFailure(Creation creation) {
        super(creation + " failed", null, false, false);
        this.creation = creation;
    }
}
