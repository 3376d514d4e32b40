package io.dogpile.lock;

/** Why a caller got the previous value. */
public enum StaleReason {

    /** Its successor is being made, by somebody else or in the background. */
    CREATING,

    /** Its successor could not be made just now. */
    FAILED,

    /** It was tried in vain a short while ago; nobody tries again yet. */
    BACKING_OFF,

    /** The creation takes longer than the caller waits. */
    SLOW,

    /** As many creators are running as may run at a time. */
    NO_TURN
}
