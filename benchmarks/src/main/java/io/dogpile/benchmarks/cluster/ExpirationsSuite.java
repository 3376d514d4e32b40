package io.dogpile.benchmarks.cluster;

import static io.dogpile.benchmarks.cluster.Contender.CAFFEINE;
import static io.dogpile.benchmarks.cluster.Contender.DOGPILE;
import static io.dogpile.benchmarks.cluster.Contender.DOGPILE_ASYNC;
import static io.dogpile.benchmarks.cluster.Contender.DOGPILE_EARLY;
import static io.dogpile.benchmarks.cluster.Contender.JETCACHE;
import static io.dogpile.benchmarks.cluster.Contender.JETCACHE_REFRESH;
import static io.dogpile.benchmarks.cluster.Contender.LETTUCE_JACKSON;
import static io.dogpile.benchmarks.cluster.Contender.PLAIN_HIT;
import static io.dogpile.benchmarks.cluster.Contender.REDISSON;
import static io.dogpile.benchmarks.cluster.Contender.SPRING_REDIS;
import static io.dogpile.benchmarks.cluster.Contender.SPRING_REDIS_LOCKING;

import io.dogpile.benchmarks.Effort;
import io.dogpile.benchmarks.Measurement;
import io.dogpile.benchmarks.Median;
import io.dogpile.benchmarks.RedisServer;
import io.dogpile.benchmarks.Suite;
import io.dogpile.benchmarks.cluster.Cluster.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Threads of several processes read one key, which expires again and again, in turn with one that never does: what else
 * the machine is busy with falls on both.
 */
public final class ExpirationsSuite implements Suite {

    private static final String KEY = "hot";
    private static final String PLAIN_KEY = "lasting";
    private static final List<Contender> CONTENDERS = List.of(
            PLAIN_HIT,
            LETTUCE_JACKSON,
            SPRING_REDIS,
            SPRING_REDIS_LOCKING,
            REDISSON,
            JETCACHE,
            JETCACHE_REFRESH,
            CAFFEINE,
            DOGPILE,
            DOGPILE_ASYNC,
            DOGPILE_EARLY);

    @Override
    public String topic() {
        return "expirations";
    }

    @Override
    public List<Measurement> run(Effort effort) throws Exception {
        List<Measurement> measurements = new ArrayList<>();
        try (RedisServer redis = RedisServer.start();
                Creations creations = new Creations(redis.port());
                Cluster cluster = new Cluster(effort, redis.port())) {
            for (Contender contender : CONTENDERS) {
                measure(contender, effort, cluster, creations, measurements);
            }
        }
        return measurements;
    }

    private void measure(
            Contender contender, Effort effort, Cluster cluster, Creations creations, List<Measurement> measurements)
            throws Exception {
        int threads = effort.of(2, 20, 20);
        Duration life = Duration.ofMillis(effort.of(200, 1000, 1000));
        Duration creation = Duration.ofMillis(effort.of(20, 200, 200));
        List<Duration> intervals = effort == Effort.SMALLEST
                ? List.of(Duration.ofMillis(50))
                : List.of(Duration.ofMillis(50), Duration.ofMillis(10));
        creations.clear();
        cluster.open(EnumSet.of(contender, PLAIN_HIT), life, creation);
        warmUp(cluster, PLAIN_HIT, PLAIN_KEY, threads, life.multipliedBy(effort.of(1, 2, 5)));
        warmUp(cluster, contender, KEY, threads, life.multipliedBy(effort.of(1, 2, 10)));
        for (Duration interval : intervals) {
            List<Reading> own = new ArrayList<>();
            List<Double> ratios = new ArrayList<>();
            for (int turn = 0; turn < effort.of(1, 2, 3); turn++) {
                Reading reading = cluster.read(contender, KEY, threads, interval, life.multipliedBy(2));
                Reading plain = cluster.read(PLAIN_HIT, PLAIN_KEY, threads, interval, life.multipliedBy(2));
                own.add(reading);
                ratios.add((double) p99(reading) / p99(plain));
            }
            Map<String, Double> figures = new LinkedHashMap<>();
            if (contender != PLAIN_HIT) {
                figures.put("creations per expiry", perExpiry(creations.starts(KEY), own, life.toMillis() / 2));
            }
            Histogram waits = Callers.histogram();
            own.forEach(each -> waits.add(each.waits()));
            Waits.percentiles(waits, figures, 50, 99, 99.9);
            figures.put("p99 × hit", Median.of(ratios));
            Map<String, String> setting = new LinkedHashMap<>();
            setting.put("processes", Integer.toString(cluster.processes()));
            setting.put("threads", Integer.toString(threads));
            setting.put("ms between reads", Long.toString(interval.toMillis()));
            measurements.add(new Measurement(topic(), contender.label(), setting, figures));
            System.out.println(measurements.get(measurements.size() - 1));
        }
    }

    /** Far more often than is measured: compilers count calls. */
    private static void warmUp(Cluster cluster, Contender contender, String key, int threads, Duration length)
            throws Exception {
        cluster.read(contender, key, threads, Duration.ofMillis(2), length);
    }

    private static long p99(Reading reading) {
        return reading.waits().getValueAtPercentile(99);
    }

    /** An expiry is where creations begin in close succession. */
    private static double perExpiry(List<Long> starts, List<Reading> readings, long burst) {
        int creations = 0;
        int expiries = 0;
        long began = Long.MIN_VALUE;
        for (long start : starts) {
            if (readings.stream().anyMatch(reading -> start >= reading.from() && start < reading.to())) {
                creations++;
                if (expiries == 0 || start - began >= burst) {
                    expiries++;
                    began = start;
                }
            }
        }
        if (expiries == 0) {
            throw new IllegalStateException("nothing was created anew, so nothing was read through an expiration");
        }
        return (double) creations / expiries;
    }
}
