package io.dogpile.region;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Shows to tests of other packages what is hidden from applications. */
public final class Inside {

    private Inside() {}

    /** The policies that a call has of its own. */
    public static Map<String, Object> policies(CallOptions options) {
        return options.policies(Policies.NONE).settings();
    }

    /** What tells the versions of a call's values. */
    public static Function<Object, Long> versionOf(CallOptions options) {
        return options.policies(Policies.NONE).versionOf();
    }

    /** How long a call waits at most. */
    public static Duration waitTimeout(CallOptions options) {
        return options.waitTimeout();
    }

    /** Where creators with a time limit run. */
    public static Executor creationExecutor(RegionConfig config) {
        return config.creationExecutor;
    }

    /** Where values are made anew before they expire. */
    public static Executor refreshExecutor(RegionConfig config) {
        return config.refreshExecutor;
    }
}
