package io.dogpile.benchmarks.memory;

import io.dogpile.benchmarks.Contest;
import io.dogpile.benchmarks.Effort;
import io.dogpile.benchmarks.Jmh;
import io.dogpile.benchmarks.Measurement;
import io.dogpile.benchmarks.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/** P13: a hit in memory, by 1, 2 and 8 threads, with or without Spring's interceptor before the cache. */
public final class MemoryHitSuite implements Suite {

    private static final int INTERCEPTED_WARM_UP = 4;

    private final String topic;
    private final boolean intercepted;

    private MemoryHitSuite(String topic, boolean intercepted) {
        this.topic = topic;
        this.intercepted = intercepted;
    }

    /** Hits of caches themselves. */
    public static Suite direct() {
        return new MemoryHitSuite("memory-hit", false);
    }

    /** Hits of annotated methods, which take longer to be compiled. */
    public static Suite cacheable() {
        return new MemoryHitSuite("cacheable-hit", true);
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public List<Measurement> run(Effort effort) throws RunnerException {
        if (effort == Effort.SMALLEST) {
            return run(effort, 1, "zipf");
        }
        List<Measurement> measurements = new ArrayList<>();
        for (int threads : new int[] {1, 2, 8}) {
            measurements.addAll(run(effort, threads, "zipf"));
        }
        measurements.addAll(run(effort, 1, "uniform"));
        return measurements;
    }

    /** Where there are more threads than processors, the compiler has to wait as well. */
    private List<Measurement> run(Effort effort, int threads, String distribution) throws RunnerException {
        String[] contenders = Stream.of(Contender.values())
                .filter(contender -> contender.isIntercepted() == intercepted)
                .map(Contender::name)
                .toArray(String[]::new);
        int crowd = Math.max(1, threads / Runtime.getRuntime().availableProcessors());
        Contest contest = new Contest(
                topic,
                MemoryHitBenchmark.class,
                intercepted ? INTERCEPTED_WARM_UP * crowd : 1,
                threads,
                name -> Contender.valueOf(name).label(),
                Map.of("contender", contenders, "distribution", new String[] {distribution}));
        return Jmh.run(contest, effort);
    }
}
