package io.dogpile.spring.observability;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionListener;
import io.dogpile.region.RegionStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * Meters of what regions do beyond hits and misses: creations, waits, stale values, and all that went wrong. One listener
 * serves any number of regions, tells them apart by the tag {@code cache}, and never uses a key as a tag. A region's
 * meters exist from its configuration on. Thread-safe.
 *
 * <p>{@code docs/observability.md} lists them. The auto-configuration adds this to every region that it makes; to one
 * that is made by hand, add it with {@link io.dogpile.region.RegionConfig.Builder#listener}.
 */
public final class RegionMeters implements RegionListener {

    private static final String CACHE = "cache";
    private static final String OUTCOME = "outcome";
    private static final String REASON = "reason";

    private static final List<Count> COUNTS = List.of(
            new Count("dogpile.stale.served", "Callers who got a stale value", RegionStats::staleServed),
            new Count(
                    "dogpile.stale.served.on.error",
                    "Callers who got a stale value because a creator failed",
                    RegionStats::servedOnError),
            new Count(
                    "dogpile.creations.timed.out",
                    "Creators that ran longer than they may",
                    RegionStats::creatorTimeouts),
            new Count("dogpile.creations.without.turn", "Creations that did not get their turn", RegionStats::noTurns),
            new Count(
                    "dogpile.loads.avoided",
                    "Creators that were not called because of another's creation",
                    RegionStats::loadsAvoided),
            new Count(
                    "dogpile.failures.served",
                    "Callers who got the remembered failure of an earlier creator",
                    RegionStats::failuresServed),
            new Count(
                    "dogpile.creations.superseded",
                    "Created values that were not stored because something newer had come",
                    RegionStats::superseded),
            new Count(
                    "dogpile.locks.lost",
                    "Locks of the backend that were lost during a creation",
                    RegionStats::lostLocks),
            new Count(
                    "dogpile.entries.outdated",
                    "Values that were not stored because what is stored was made from newer data",
                    RegionStats::outdated),
            new Count("dogpile.entries.unreadable", "Entries that could not be read", RegionStats::unreadable),
            new Count("dogpile.entries.too.large", "Values that were too large to be stored", RegionStats::tooLarge),
            new Count("dogpile.backend.errors", "Failed requests to the backend", RegionStats::backendErrors));

    private final MeterRegistry registry;
    private final Map<String, Timers> timers = new ConcurrentHashMap<>();

    /**
     * Creates meters in a registry.
     *
     * @param registry where the meters are registered
     */
    public RegionMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void onConfigured(CacheRegion region) {
        timers(region.name());
        COUNTS.forEach(count -> register(region, count.name, count.description, count.value));
        background(region, "failed", RegionStats::backgroundFailures);
        background(region, "rejected", RegionStats::backgroundRejections);
        Gauge.builder("dogpile.creations.running", region, CacheRegion::runningCreationCount)
                .description("Keys whose values are being created now")
                .tag(CACHE, region.name())
                .register(registry);
        Gauge.builder("dogpile.backend.outage", region, each -> each.backend().outage() == null ? 0 : 1)
                .description("1 while the region does without its backend, 0 otherwise")
                .tag(CACHE, region.name())
                .register(registry);
    }

    private void register(CacheRegion region, String name, String description, ToLongFunction<RegionStats> value) {
        FunctionCounter.builder(name, region, each -> value.applyAsLong(each.stats()))
                .description(description)
                .tag(CACHE, region.name())
                .register(registry);
    }

    private void background(CacheRegion region, String reason, ToLongFunction<RegionStats> value) {
        FunctionCounter.builder("dogpile.background.failures", region, each -> value.applyAsLong(each.stats()))
                .description("Creations in the background that failed or were refused")
                .tag(CACHE, region.name())
                .tag(REASON, reason)
                .register(registry);
    }

    @Override
    public void onCreated(String region, Object key, Duration took) {
        timers(region).created.record(took);
    }

    @Override
    public void onCreationFailed(String region, Object key, Duration took, Throwable error) {
        timers(region).failed.record(took);
    }

    @Override
    public void onJoined(String region, Object key, Duration waited) {
        timers(region).joined.record(waited);
    }

    @Override
    public void onWaitTimeout(String region, Object key, Duration waited) {
        timers(region).timedOut.record(waited);
    }

    private Timers timers(String region) {
        return timers.computeIfAbsent(
                region,
                name -> new Timers(
                        timer("dogpile.creations", "Calls of creators", name, "success"),
                        timer("dogpile.creations", "Calls of creators", name, "failure"),
                        timer("dogpile.waits", "Waits for another's creation", name, "done"),
                        timer("dogpile.waits", "Waits for another's creation", name, "timeout")));
    }

    private Timer timer(String name, String description, String region, String outcome) {
        return Timer.builder(name)
                .description(description)
                .tag(CACHE, region)
                .tag(OUTCOME, outcome)
                .register(registry);
    }

    private record Count(String name, String description, ToLongFunction<RegionStats> value) {}

    private record Timers(Timer created, Timer failed, Timer joined, Timer timedOut) {}
}
