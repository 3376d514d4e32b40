package io.dogpile.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

/**
 * P13: what a hit in memory costs, beside Caffeine's own with expiry. Each contender has JVMs of its own, which take
 * turns; of each JVM counts its quickest batch and its median one. Says what it measured and judges nothing.
 */
public final class MemoryHits {

    private static final int KEYS = 10_000;
    private static final int CALLS = 1 << 16;
    private static final int BATCHES = 300;
    private static final int WARM_UP = 100;
    private static final int FORKS = 6;
    private static final Duration EXPIRATION = Duration.ofMinutes(50);

    private MemoryHits() {}

    /**
     * Without arguments measures everything; with a contender and a distribution, these in this JVM.
     *
     * @param arguments none, or {@code region} or {@code caffeine} and {@code uniform} or {@code skewed}
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 2) {
            double[] nanos = measure(arguments[0].equals("region") ? region() : caffeine(), arguments[1]);
            System.out.println(nanos[0] + " " + nanos[nanos.length / 2]);
            return;
        }
        for (String distribution : List.of("uniform", "skewed")) {
            List<double[]> region = new ArrayList<>();
            List<double[]> caffeine = new ArrayList<>();
            for (int i = 0; i < FORKS; i++) {
                region.add(fork("region", distribution));
                caffeine.add(fork("caffeine", distribution));
            }
            for (int figure = 0; figure < 2; figure++) {
                double ours = median(region, figure);
                double theirs = median(caffeine, figure);
                System.out.printf(
                        "%s, %s batch: region %.1f ns, Caffeine %.1f ns, ratio %.2f%n",
                        distribution, figure == 0 ? "quickest" : "median", ours, theirs, ours / theirs);
            }
        }
    }

    private static UnaryOperator<Object> region() {
        CacheRegion region = CacheRegion.of(
                "hits",
                RegionConfig.builder("memory")
                        .argument("maximum-size", 10 * KEYS)
                        .expirationTime(EXPIRATION)
                        .build());
        keys().forEach(key -> region.set(key, key));
        Callable<Object> creator = () -> {
            throw new IllegalStateException("not a hit");
        };
        return key -> region.getOrCreate(key, creator);
    }

    private static UnaryOperator<Object> caffeine() {
        Cache<Object, Object> cache = Caffeine.newBuilder()
                .maximumSize(10 * KEYS)
                .expireAfterWrite(EXPIRATION)
                .build();
        keys().forEach(key -> cache.put(key, key));
        return cache::getIfPresent;
    }

    /** New objects each time, so that equal keys are not identical. */
    private static List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            keys.add("key:" + i);
        }
        return keys;
    }

    private static double[] measure(UnaryOperator<Object> cache, String distribution) {
        Random random = new Random(1);
        int exponent = distribution.equals("skewed") ? 4 : 1;
        List<String> keys = keys();
        String[] asked = new String[CALLS];
        Arrays.setAll(asked, i -> keys.get((int) (Math.pow(random.nextDouble(), exponent) * KEYS)));
        System.gc(); // or entries lie as far apart as what was thrown away between them
        double[] nanos = new double[BATCHES];
        for (int batch = 0; batch < BATCHES; batch++) {
            long started = cpuTime();
            for (String key : asked) {
                if (cache.apply(key) == null) {
                    throw new IllegalStateException("not a hit");
                }
            }
            nanos[batch] = (cpuTime() - started) / (double) CALLS;
        }
        double[] warm = Arrays.copyOfRange(nanos, WARM_UP, BATCHES);
        Arrays.sort(warm);
        return warm;
    }

    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double[] fork(String contender, String distribution) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms1g",
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MemoryHits.class.getName(),
                        contender,
                        distribution)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(contender + " failed");
        }
        return Arrays.stream(output.trim().split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static double median(List<double[]> forks, int figure) {
        double[] sorted =
                forks.stream().mapToDouble(fork -> fork[figure]).sorted().toArray();
        return sorted[(sorted.length - 1) / 2];
    }
}
