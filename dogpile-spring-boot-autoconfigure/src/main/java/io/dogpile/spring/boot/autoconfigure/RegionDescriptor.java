package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionStats;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A region as the endpoint shows it.
 *
 * @param backend class of the backend beneath all proxies
 * @param outage why the region does without its backend; null while it does not
 * @param settings what it was configured with
 * @param counts what it counted
 * @param creating how many keys' values are being created now
 * @param creations those that began first
 */
record RegionDescriptor(
        String backend,
        @Nullable String outage,
        Map<String, Object> settings,
        Map<String, Object> counts,
        int creating,
        List<Creation> creations)
        implements OperationResponseBody {

    static final int MOST_CREATIONS = 100;

    /** A creation in progress; without a thread it waits for one. */
    record Creation(String key, @Nullable String thread, String running) {}

    static RegionDescriptor of(CacheRegion region) {
        if (!region.isConfigured()) {
            return new RegionDescriptor("not configured yet", null, Map.of(), Map.of(), 0, List.of());
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        region.settings()
                .forEach((name, value) -> settings.put(name, value instanceof Duration time ? text(time) : value));
        return new RegionDescriptor(
                region.actualBackend().getClass().getName(),
                region.backend().outage(),
                settings,
                counts(region),
                region.runningCreationCount(),
                region.runningCreations(MOST_CREATIONS).stream()
                        .map(each -> new Creation(
                                each.key().toString(),
                                each.thread(),
                                each.running().toMillis() + "ms"))
                        .toList());
    }

    private static Map<String, Object> counts(CacheRegion region) {
        RegionStats stats = region.stats();
        Map<String, Object> counts = new LinkedHashMap<>();
        if (stats.lookups()) {
            counts.put("hits", stats.hits());
            counts.put("misses", stats.misses());
        }
        put(counts, "size", region.backend().estimatedSize());
        put(counts, "evictions", region.backend().evictionCount());
        counts.put("puts", stats.puts());
        counts.put("creations", stats.creations());
        counts.put("creationFailures", stats.creationFailures());
        counts.put("longestCreation", stats.longestCreation().toMillis() + "ms");
        counts.put("waits", stats.joined());
        counts.put("waitTimeouts", stats.waitTimeouts());
        counts.put("loadsAvoided", stats.loadsAvoided());
        counts.put("staleServed", stats.staleServed());
        counts.put("servedOnError", stats.servedOnError());
        counts.put("creatorTimeouts", stats.creatorTimeouts());
        counts.put("noTurns", stats.noTurns());
        counts.put("failuresServed", stats.failuresServed());
        counts.put("superseded", stats.superseded());
        counts.put("outdated", stats.outdated());
        counts.put("lostLocks", stats.lostLocks());
        counts.put("backgroundFailures", stats.backgroundFailures());
        counts.put("backgroundRejections", stats.backgroundRejections());
        counts.put("unreadable", stats.unreadable());
        counts.put("tooLarge", stats.tooLarge());
        counts.put("backendErrors", stats.backendErrors());
        return counts;
    }

    private static void put(Map<String, Object> counts, String name, OptionalLong number) {
        number.ifPresent(known -> counts.put(name, known));
    }

    /** As one would write it in the configuration. */
    static String text(Duration time) {
        if (time.isNegative()) {
            return "-1";
        }
        long millis = time.toMillis();
        for (Unit unit : Unit.values()) {
            if (millis > 0 && millis % unit.millis == 0) {
                return millis / unit.millis + unit.name();
            }
        }
        return millis + "ms";
    }

    /** Units that Boot reads, the longest first. */
    @SuppressWarnings("java:S115") // their names are what is written
    private enum Unit {
        d(86_400_000),
        h(3_600_000),
        m(60_000),
        s(1_000);

        private final long millis;

        Unit(long millis) {
            this.millis = millis;
        }
    }
}
