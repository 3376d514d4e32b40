package io.dogpile.benchmarks.cluster;

import static io.dogpile.benchmarks.cluster.Contender.CACHE2K;
import static io.dogpile.benchmarks.cluster.Contender.CAFFEINE;
import static io.dogpile.benchmarks.cluster.Contender.DOGPILE;
import static io.dogpile.benchmarks.cluster.Contender.JETCACHE;
import static io.dogpile.benchmarks.cluster.Contender.LETTUCE_JACKSON;
import static io.dogpile.benchmarks.cluster.Contender.REDISSON;
import static io.dogpile.benchmarks.cluster.Contender.SPRING_REDIS;
import static io.dogpile.benchmarks.cluster.Contender.SPRING_REDIS_LOCKING;

import io.dogpile.benchmarks.Effort;
import io.dogpile.benchmarks.Measurement;
import io.dogpile.benchmarks.RedisServer;
import io.dogpile.benchmarks.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;

/** Threads of several processes ask for one missing key at the same moment. */
public final class StampedeSuite implements Suite {

    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final int WARMUPS = 20;
    private static final List<Contender> CONTENDERS = List.of(
            LETTUCE_JACKSON, SPRING_REDIS, SPRING_REDIS_LOCKING, JETCACHE, REDISSON, CAFFEINE, CACHE2K, DOGPILE);

    @Override
    public String topic() {
        return "stampede";
    }

    @Override
    public List<Measurement> run(Effort effort) throws Exception {
        List<Measurement> measurements = new ArrayList<>();
        try (RedisServer redis = RedisServer.start();
                Creations creations = new Creations(redis.port());
                Cluster cluster = new Cluster(effort, redis.port())) {
            for (Contender contender : CONTENDERS) {
                measurements.add(measure(contender, effort, cluster, creations));
                System.out.println(measurements.get(measurements.size() - 1));
            }
        }
        return measurements;
    }

    private Measurement measure(Contender contender, Effort effort, Cluster cluster, Creations creations)
            throws Exception {
        int threads = effort.of(2, 50, 50);
        int rounds = effort.of(1, 3, 10);
        Duration creation = Duration.ofMillis(effort.of(20, 200, 200));
        creations.clear();
        Histogram waits = Callers.histogram();
        List<Integer> counts = new ArrayList<>();
        cluster.open(Set.of(contender), LIFE, creation);
        for (int i = 0; i < Math.min(WARMUPS, rounds); i++) {
            cluster.ask(contender, "warmup-" + i, threads);
        }
        for (int i = 0; i < rounds; i++) {
            waits.add(cluster.ask(contender, "missing-" + i, threads));
            counts.add(creations.starts("missing-" + i).size());
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(
                "creations",
                counts.stream().mapToInt(Integer::intValue).average().orElseThrow());
        figures.put("creations, worst", (double)
                counts.stream().mapToInt(Integer::intValue).max().orElseThrow());
        Waits.percentiles(waits, figures, 50, 99);
        Map<String, String> setting = new LinkedHashMap<>();
        setting.put("processes", Integer.toString(cluster.processes()));
        setting.put("threads", Integer.toString(threads));
        setting.put("creation ms", Long.toString(creation.toMillis()));
        return new Measurement(topic(), contender.label(), setting, figures);
    }
}
