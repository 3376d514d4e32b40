package io.dogpile.benchmarks.cluster;

import static io.dogpile.benchmarks.cluster.Contender.CACHE2K;
import static io.dogpile.benchmarks.cluster.Contender.CAFFEINE;
import static io.dogpile.benchmarks.cluster.Contender.CONCURRENT_HASH_MAP;
import static io.dogpile.benchmarks.cluster.Contender.DOGPILE_MEMORY;
import static io.dogpile.benchmarks.cluster.Contender.DOGPILE_REDIS;
import static io.dogpile.benchmarks.cluster.Contender.JETCACHE;
import static io.dogpile.benchmarks.cluster.Contender.REDISSON;
import static io.dogpile.benchmarks.cluster.Contender.SPRING_CAFFEINE;
import static io.dogpile.benchmarks.cluster.Contender.SPRING_REDIS;
import static io.dogpile.benchmarks.cluster.Contender.SPRING_REDIS_LOCKING;

import io.dogpile.benchmarks.Effort;
import io.dogpile.benchmarks.Measurement;
import io.dogpile.benchmarks.RedisServer;
import io.dogpile.benchmarks.Suite;
import io.dogpile.benchmarks.cluster.ReadThrough.Creator;
import io.dogpile.benchmarks.cluster.ReadThrough.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.util.ListStatistics;

/** Threads of one process ask for a missing key each: nobody has a reason to wait for another. */
public final class DifferentKeysSuite implements Suite {

    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final List<Contender> CONTENDERS = List.of(
            CONCURRENT_HASH_MAP,
            CAFFEINE,
            CACHE2K,
            SPRING_CAFFEINE,
            SPRING_REDIS,
            SPRING_REDIS_LOCKING,
            REDISSON,
            JETCACHE,
            DOGPILE_MEMORY,
            DOGPILE_REDIS);

    @Override
    public String topic() {
        return "different-keys";
    }

    @Override
    public List<Measurement> run(Effort effort) throws Exception {
        List<Measurement> measurements = new ArrayList<>();
        try (RedisServer redis = RedisServer.start()) {
            for (Contender contender : CONTENDERS) {
                measurements.add(measure(contender, effort, redis.port()));
                System.out.println(measurements.get(measurements.size() - 1));
            }
        }
        return measurements;
    }

    private Measurement measure(Contender contender, Effort effort, int port) throws Exception {
        int threads = effort.of(2, 20, 20);
        Duration creation = Duration.ofMillis(effort.of(20, 200, 200));
        Creator creator = key -> {
            Thread.sleep(creation.toMillis());
            return Article.of(key);
        };
        ListStatistics times = new ListStatistics();
        for (int i = 0; i < effort.of(1, 5, 30); i++) {
            round(contender, new Setting(port, LIFE, Article::of), threads, "warmup-" + i);
        }
        for (int i = 0; i < effort.of(1, 3, 5); i++) {
            times.addValue(round(contender, new Setting(port, LIFE, creator), threads, "missing-" + i) / 1e6);
        }
        Map<String, String> setting = new LinkedHashMap<>();
        setting.put("threads", Integer.toString(threads));
        setting.put("creation ms", Long.toString(creation.toMillis()));
        return new Measurement(topic(), contender.label(), setting, Map.of("all served ms", times.getPercentile(50)));
    }

    /** In a cache that was just opened: a larger table would hide that keys share its bins. */
    private static long round(Contender contender, Setting setting, int threads, String prefix) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        try (ReadThrough cache = contender.open(setting)) {
            cache.get(contender + "-first-" + prefix);
            CountDownLatch ready = new CountDownLatch(threads);
            CountDownLatch go = new CountDownLatch(1);
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                String key = contender + "-" + prefix + "-" + i;
                all.add(callers.submit(() -> {
                    ready.countDown();
                    go.await();
                    return Article.of(key).equals(cache.get(key));
                }));
            }
            ready.await();
            long started = System.nanoTime();
            go.countDown();
            boolean right = true;
            for (Future<Boolean> each : all) {
                right &= each.get(1, TimeUnit.MINUTES);
            }
            long taken = System.nanoTime() - started;
            if (!right) {
                throw new IllegalStateException(contender + " answered another key's value");
            }
            return taken;
        } finally {
            callers.shutdownNow();
        }
    }
}
