package io.dogpile.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Somebody who asks a region for values. */
final class Call {

    final int number;
    final Process process;
    final String what;
    final List<String> keys;
    final long began;
    final @Nullable Creation within;

    /** Whether it asks for nothing but what the region's settings are. */
    final boolean plain;

    final long pausedBefore;

    /** The fiber that waits; null if none does. */
    @Nullable
    Fiber fiber;

    /** From which version of the data the values must have been made. */
    final Map<String, Integer> required = new HashMap<>();

    /** What its creators took, added up. */
    long creating;

    int creations;
    boolean disturbed;
    boolean ended;

    /** Whether there was a stale value that it may have. */
    boolean servable;

    /** Whether there was a value that it may have in place of a failure. */
    boolean lastResort;

    /** Whose outcome it must get, for it has joined that. */
    @Nullable
    Creation joined;

    Call(
            int number,
            Process process,
            String what,
            List<String> keys,
            long began,
            @Nullable Creation within,
            boolean plain) {
        this.number = number;
        this.process = process;
        this.what = what;
        this.keys = keys;
        this.began = began;
        this.within = within;
        this.plain = plain;
        this.pausedBefore = process.pausedNanos;
    }

    /** Whether it was called by a creator of a key, directly or not. */
    boolean isWithin(String key) {
        for (Creation creation = within; creation != null; creation = creation.call.within) {
            if (creation.key.equals(key)) {
                return true;
            }
        }
        return false;
    }

    boolean isDisturbed() {
        return disturbed || within != null && within.call.isDisturbed();
    }

    @Override
    public String toString() {
        return process + " call " + number + " " + what + keys;
    }
}
