package io.dogpile.benchmarks.memory;

import io.dogpile.benchmarks.Effort;
import io.dogpile.benchmarks.Jmh;
import io.dogpile.benchmarks.Measurement;
import io.dogpile.benchmarks.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** P13: a hit in memory, by 1, 2 and 8 threads. */
public final class MemoryHitSuite implements Suite {

    @Override
    public String topic() {
        return "memory-hit";
    }

    @Override
    public List<Measurement> run(Effort effort) throws RunnerException {
        int[] one = {1};
        if (effort == Effort.SMALLEST) {
            return run(effort, one, "zipf");
        }
        List<Measurement> measurements = new ArrayList<>(run(effort, new int[] {1, 2, 8}, "zipf"));
        measurements.addAll(run(effort, one, "uniform"));
        return measurements;
    }

    private List<Measurement> run(Effort effort, int[] threads, String distribution) throws RunnerException {
        return Jmh.run(
                topic(),
                MemoryHitBenchmark.class,
                effort,
                threads,
                name -> Contender.valueOf(name).label(),
                Map.of("distribution", new String[] {distribution}));
    }
}
