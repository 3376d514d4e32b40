package io.dogpile.simulation;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule is like: the processes, their region, and how much goes wrong.
 *
 * @param calm whether processes, network and server do what they should; only then can it be said how long anything takes
 */
record Settings(
        boolean calm,
        int processes,
        List<String> keys,
        int actions,
        Duration length,
        @Nullable Duration expiration,
        @Nullable Duration serveStale,
        Duration waitTimeout,
        boolean background,
        Duration lease,
        Duration callLimit,
        Limits limits) {

    /** Its value is always null. */
    static final String NULL_KEY = "n";

    /** Two keys whose creators ask for each other. */
    static final List<String> CIRCLE = List.of("x", "y");

    static Settings random(World world) {
        boolean calm = world.chance(0.5);
        List<String> all = List.of("a", "b", "c", NULL_KEY, "x", "y");
        boolean ageless = world.chance(0.1);
        return new Settings(
                calm,
                (int) world.between(1, 4),
                world.chance(0.2) ? all : all.subList(0, (int) world.between(1, 4)),
                (int) world.between(30, 120),
                world.millis(20_000, 120_000),
                ageless ? null : world.millis(500, 30_000),
                ageless
                        ? null
                        : world.chance(0.2)
                                ? Duration.ofSeconds(-1)
                                : world.chance(0.3) ? Duration.ZERO : world.millis(500, 30_000),
                world.chance(0.2) ? Duration.ofSeconds(30) : world.millis(1_000, 30_000),
                world.chance(0.4),
                world.millis(1_000, 10_000),
                world.chance(0.5) ? Duration.ofSeconds(1) : world.millis(300, 2_000),
                Limits.random(world));
    }
}
