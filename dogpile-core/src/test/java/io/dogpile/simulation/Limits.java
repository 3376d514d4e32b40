package io.dogpile.simulation;

import io.dogpile.region.Policies;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The policies of a region; null and 0 for without. Those that leave something to chance are not among them. */
record Limits(
        @Nullable Duration onError,
        @Nullable Duration backoff,
        @Nullable Duration creation,
        @Nullable Duration soft,
        int creations,
        boolean versions) {

    static Limits random(World world) {
        if (world.chance(0.5)) {
            return new Limits(null, null, null, null, 0, false);
        }
        boolean onError = world.chance(0.5);
        return new Limits(
                onError ? world.millis(1_000, 120_000) : null,
                onError ? world.millis(100, 5_000) : null,
                world.chance(0.4) ? world.millis(200, 10_000) : null,
                world.chance(0.4) ? world.millis(50, 3_000) : null,
                world.chance(0.4) ? (int) world.between(1, 3) : 0,
                world.chance(0.3));
    }

    /** Whether callers get what the creation makes for which they wait, and nothing else. */
    boolean none() {
        return onError == null && creation == null && soft == null && creations == 0;
    }

    Policies policies() {
        Policies all = Policies.NONE;
        if (onError != null && backoff != null) {
            all = all.serveStaleOnError(onError).retryBackoff(backoff);
        }
        if (creation != null) {
            all = all.creationTimeout(creation);
        }
        if (soft != null) {
            all = all.creationSoftTimeout(soft);
        }
        if (creations > 0) {
            all = all.maximumCreations(creations);
        }
        if (versions) {
            all = all.<@Nullable String>versionOf(
                    text -> text == null ? null : (long) Value.of(text).version());
        }
        return all;
    }
}
