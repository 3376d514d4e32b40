package io.dogpile.benchmarks;

import static io.dogpile.benchmarks.Readers.KEY;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.CallOptions;
import io.dogpile.region.Policies;
import io.dogpile.region.RegionConfig;
import io.dogpile.testing.Crew;
import io.dogpile.testing.MutableClock;
import io.dogpile.testing.Storm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What slow creators do to threads that wait for them, in real time.
 *
 * @param creation how long a creator takes
 * @param rounds how often each story happens
 */
record WaitingEffects(Duration creation, int rounds) {

    private static final int THREADS = 20;
    private static final int KEYS = 50;

    private static CacheRegion region(Policies policies, RegionConfig.Builder settings) {
        return CacheRegion.of("effects", settings.policies(policies).build());
    }

    private String create() throws InterruptedException {
        Thread.sleep(creation.toMillis());
        return "value";
    }

    /** A value expires again and again, and is served while one of its readers makes the next. */
    Map<String, Number> readingWhatExpires(boolean with) throws Exception {
        CacheRegion region = region(
                with ? Policies.NONE.creationSoftTimeout(creation.dividedBy(15)) : Policies.NONE,
                RegionConfig.builder("memory").expirationTime(creation.multipliedBy(2)));
        region.set(KEY, "value");
        List<List<Double>> waits = Crew.work(THREADS, () -> {
            List<Double> mine = new ArrayList<>();
            while (region.stats().creations() < rounds) {
                mine.add(millis(() -> region.getOrCreate(KEY, this::create)));
                Thread.sleep(1); // what a reader does with the value
            }
            return mine;
        });
        return waits(waits.stream().flatMap(List::stream).toList())
                .and("creations", region.stats().creations())
                .map();
    }

    /** A value has expired long ago, and callers have a fifth of the time that its successor takes. */
    Map<String, Number> askingInAHurry(boolean with) {
        MutableClock clock = new MutableClock();
        CacheRegion region = region(
                Policies.NONE.serveStaleOnError(Duration.ofHours(1)),
                RegionConfig.builder("memory")
                        .expirationTime(Duration.ofMinutes(1))
                        .clock(clock));
        CallOptions options = with ? CallOptions.NONE.waitingAtMost(creation.dividedBy(5)) : CallOptions.NONE;
        List<Double> waits = new ArrayList<>();
        try (Storm storm = new Storm(THREADS)) {
            for (int round = 0; round < rounds; round++) {
                Integer key = round;
                region.set(key, "value");
                clock.advance(Duration.ofMinutes(3));
                waits.addAll(storm.run(() -> millis(() -> region.getOrCreate(key, this::create, options)))
                        .values());
            }
        }
        return waits(waits)
                .and("that got the previous value", region.stats().staleServed())
                .map();
    }

    /** Fifty missing values are asked for at once. */
    Map<String, Number> askingForMany(boolean with) {
        CacheRegion region =
                region(with ? Policies.NONE.maximumCreations(5) : Policies.NONE, RegionConfig.builder("memory"));
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Callable<String> creator = () -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            try {
                return create();
            } finally {
                running.decrementAndGet();
            }
        };
        try (Storm storm = new Storm(KEYS)) {
            List<Double> waits = storm.<Double>runEach(key -> () -> millis(() -> region.getOrCreate(key, creator)))
                    .values();
            return waits(waits).and("creators at a time", most.get()).map();
        }
    }

    private static double millis(Callable<?> call) throws Exception {
        long started = System.nanoTime();
        call.call();
        return (System.nanoTime() - started) / 1e6;
    }

    private static Figures waits(List<Double> millis) {
        List<Double> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        return Figures.of("answers", sorted.size())
                .and("p50 ms", sorted.get(sorted.size() / 2))
                .and("p99 ms", sorted.get(sorted.size() * 99 / 100))
                .and("max ms", sorted.get(sorted.size() - 1));
    }
}
