package io.dogpile.region;

import io.dogpile.lock.StaleReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a key; several times, if it happened again before the key was created or changed. Immutable.
 *
 * @param what what happened
 * @param thread the name of the thread in which it happened last; null if that was not one of this process
 * @param first when it happened first, by the region's clock
 * @param last when it happened last
 * @param count how often
 * @param longest how long it took or was waited for, at most; zero for what takes no time
 */
public record KeyEvent(What what, @Nullable String thread, Instant first, Instant last, long count, Duration longest) {

    /** This, and the same once more. */
    KeyEvent and(KeyEvent later) {
        return new KeyEvent(
                later.what,
                later.thread,
                first,
                later.last.isBefore(last) ? last : later.last,
                count + later.count,
                longest.compareTo(later.longest) > 0 ? longest : later.longest);
    }

    KeyEvent with(What other) {
        return new KeyEvent(other, thread, first, last, count, longest);
    }

    /** One line, for people. */
    @Override
    public String toString() {
        return (count == 1 ? last.toString() : first + " to " + last) + ": " + what
                + (count == 1 ? "" : ", " + count + " times")
                + (longest.isZero() ? "" : (count == 1 ? ", " : ", at most ") + longest.toMillis() + " ms")
                + (thread == null ? ", by another process" : ", in thread '" + thread + "'");
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String with(@Nullable String failure) {
        return failure == null ? "" : ", " + failure;
    }

    /** What can happen to a key. */
    public sealed interface What {

        /**
         * Whether it concerns every key of the region.
         *
         * @return false unless it does; default false
         */
        default boolean isOfRegion() {
            return false;
        }
    }

    /**
     * A creator was called.
     *
     * @param reason why
     * @param mode for whom
     * @param ending what became of it
     * @param failure class and message of what it threw, cut to 200 characters; null if it returned
     */
    public record Creation(
            Reason reason,
            Mode mode,
            Ending ending,
            @Nullable String failure) implements What {

        /** Why a creator was called. */
        public enum Reason {
            /** There was no entry. */
            MISSING,
            /** The entry was older than its expiration time. */
            EXPIRED,
            /** The entry was from before a hard invalidation of the region. */
            INVALIDATED,
            /** The entry was from before a soft invalidation of the region. */
            SOFTLY_INVALIDATED,
            /** The entry was still fresh, but not for long. */
            EARLY_REFRESH,
            /** It is not remembered. */
            UNKNOWN
        }

        /** For whom a creator was called. */
        public enum Mode {
            /** For the caller, in the caller's thread. */
            CALLER,
            /** For callers to come: this one had got the stale value. */
            BACKGROUND,
            /** For a caller who did not wait for it; the thread is the one in which it ended. */
            ASYNCHRONOUS
        }

        /** What became of it. */
        public enum Ending {
            /** It returned a value; whether that is stored is not known yet. */
            RETURNED,
            /** The value was stored. */
            STORED,
            /** The value was not to be stored, as the creator, the call or the region's settings say. */
            NOT_TO_BE_STORED,
            /** Not stored, because the key was set, deleted or invalidated meanwhile. */
            SUPERSEDED,
            /** Not stored, because of a change of the key that others can't see yet. */
            FENCED,
            /** Not stored, because the lock was lost, or another process had changed the key or announced it. */
            REFUSED,
            /** Not stored, because newer data was there. */
            OUTDATED,
            /** Not stored, because it is larger than a value may be. */
            TOO_LARGE,
            /** Not stored, because the backend fails. */
            WITHOUT_BACKEND,
            /** Not stored: made for one caller, who would else wait for itself, or whose region's backend keeps nothing. */
            UNSHARED,
            /** The creator threw. */
            FAILED
        }

        Creation ended(Ending other) {
            return new Creation(reason, mode, other, failure);
        }

        @Override
        public String toString() {
            return "creation (" + words(reason) + "; " + words(mode) + "): " + words(ending) + with(failure);
        }
    }

    /**
     * A caller got a stale value.
     *
     * @param why why not a fresh one
     */
    public record StaleServed(StaleReason why) implements What {

        @Override
        public String toString() {
            return "stale value served (" + words(why) + ")";
        }
    }

    /**
     * A caller waited.
     *
     * @param what what for
     * @param inVain whether it gave up
     */
    public record Waited(For what, boolean inVain) implements What {

        /** What a caller can wait for. */
        public enum For {
            /** Another's creation. */
            CREATION,
            /** A lock that another process held. */
            LOCK,
            /** A turn, because as many creators were running as may run at a time. */
            TURN
        }

        @Override
        public String toString() {
            return "waited for " + words(what) + (inVain ? ", in vain" : "");
        }
    }

    /** The entry was replaced, went, or lost its worth. */
    public enum Change implements What {
        /** It was set. */
        SET,
        /** It was deleted. */
        DELETED,
        /** The region was invalidated: older entries are missing. */
        INVALIDATED,
        /** The region was invalidated softly: older entries are stale. */
        SOFTLY_INVALIDATED,
        /** It made room for others in memory. */
        EVICTED,
        /** It was too old to be served, and dropped from memory. */
        DROPPED;

        @Override
        public boolean isOfRegion() {
            return this == INVALIDATED || this == SOFTLY_INVALIDATED;
        }

        @Override
        public String toString() {
            return words(this) + (isOfRegion() ? " region" : "");
        }
    }

    /**
     * Something that should not be.
     *
     * @param kind what
     * @param failure class and message of the exception, cut to 200 characters; null if there was none
     */
    public record Trouble(Kind kind, @Nullable String failure) implements What {

        /** Kinds of trouble. */
        public enum Kind {
            /** The entry could not be read and counts as missing. */
            UNREADABLE,
            /** A creator ran longer than it may. Its key is free again. */
            CREATOR_TIMEOUT,
            /** The lock was lost before its creation ended. */
            LOST_LOCK,
            /** A value was set that is larger than a value may be; nothing is stored. */
            TOO_LARGE,
            /** A value was not stored because something newer had come. */
            SUPERSEDED,
            /** A value was not set because newer data was there. */
            OUTDATED,
            /** There was no room for a creation in the background. */
            REJECTED,
            /** A creation in the background failed before or after its creator was called. */
            BACKGROUND_FAILURE,
            /** The backend failed, at whichever key of the region. */
            BACKEND_ERROR
        }

        @Override
        public boolean isOfRegion() {
            return kind == Kind.BACKEND_ERROR;
        }

        @Override
        public String toString() {
            return words(kind) + with(failure);
        }
    }
}
