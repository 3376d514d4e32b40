package io.dogpile.lock;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * On what terms a caller takes part in creations.
 *
 * @param waitLimit how long to wait at most for somebody else's creation
 * @param deadline whether that holds for the caller's own creation as well, which then goes on without it
 * @param softLimit how long to wait for any creation when there is a previous value to be had instead; null for as long
 *     as it takes
 * @param creationLimit how long a creator may run; null for as long as it takes
 * @param maximumCreations how many creators may run at a time; 0 for any number
 * @param background where a stale value's successor is made; null for in the elected caller's thread
 * @param creators where a blocking caller's creator runs if one of them may have to leave the other
 */
public record Terms(
        Duration waitLimit,
        boolean deadline,
        @Nullable Duration softLimit,
        @Nullable Duration creationLimit,
        int maximumCreations,
        @Nullable Executor background,
        Executor creators) {

    /**
     * Terms without limits but that of waiting for others.
     *
     * @param waitLimit how long to wait at most for somebody else's creation
     * @param background where a stale value's successor is made; null for in the elected caller's thread
     */
    public Terms(Duration waitLimit, @Nullable Executor background) {
        this(waitLimit, false, null, null, 0, background, Runnable::run);
    }

    /** Whether caller and creator may have to part. */
    boolean isLimited() {
        return deadline || softLimit != null || creationLimit != null;
    }

    /** These terms for a call by a creator, which has had its turn. */
    Terms inTurn() {
        return maximumCreations == 0
                ? this
                : new Terms(waitLimit, deadline, softLimit, creationLimit, 0, background, creators);
    }

    /** These terms where nobody waits for the creation. */
    Terms inBackground() {
        return deadline || softLimit != null
                ? new Terms(waitLimit, false, null, creationLimit, maximumCreations, background, creators)
                : this;
    }
}
