package io.dogpile.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.util.ListStatistics;

/** Runs classes of JMH benchmarks, each contender in JVMs of its own, and reduces their results to medians. */
public final class Jmh {

    /** The parameter that every benchmark class has. */
    private static final String CONTENDER = "contender";

    private Jmh() {}

    /**
     * Runs one class of benchmarks.
     *
     * @param topic what it measures
     * @param benchmarks the class, whose state has a parameter {@code contender}
     * @param effort how much time to spend
     * @param warmUp how many times as long as usual it takes until all is compiled
     * @param threads the numbers of threads, each of them a run
     * @param label what the report calls a contender, by the value of the parameter
     * @param parameters values for other parameters than those that the class declares itself
     * @return for each combination of parameters the median time per call of a thread over all forks' iterations, the
     *     quickest iteration's, and the bytes that a call allocates
     */
    public static List<Measurement> run(
            String topic,
            Class<?> benchmarks,
            Effort effort,
            int warmUp,
            int[] threads,
            UnaryOperator<String> label,
            Map<String, String[]> parameters)
            throws RunnerException {
        List<Measurement> measurements = new ArrayList<>();
        for (int count : threads) {
            ChainedOptionsBuilder options = effort.jmh(warmUp)
                    .include(benchmarks.getName().replace(".", "\\.") + "\\.")
                    .threads(count)
                    .shouldFailOnError(true)
                    .addProfiler(GCProfiler.class);
            parameters.forEach(options::param);
            for (RunResult result : new Runner(options.build()).run()) {
                measurements.add(measurement(topic, label, count, result));
            }
        }
        return measurements;
    }

    private static Measurement measurement(String topic, UnaryOperator<String> label, int threads, RunResult result) {
        BenchmarkParams parameters = result.getParams();
        Map<String, String> setting = new LinkedHashMap<>();
        for (String name : parameters.getParamsKeys()) {
            if (!name.equals(CONTENDER)) {
                setting.put(name, parameters.getParam(name));
            }
        }
        setting.put("threads", Integer.toString(threads));
        ListStatistics times = new ListStatistics();
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                times.addValue(iteration.getPrimaryResult().getScore());
            }
        }
        String unit = result.getPrimaryResult().getScoreUnit();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(unit, times.getPercentile(50));
        figures.put("best " + unit, times.getMin());
        figures.put("B/op", allocated(result.getBenchmarkResults()));
        return new Measurement(topic, label.apply(parameters.getParam(CONTENDER)), setting, figures);
    }

    private static double allocated(Collection<BenchmarkResult> forks) {
        ListStatistics bytes = new ListStatistics();
        for (BenchmarkResult fork : forks) {
            fork.getSecondaryResults().forEach((name, result) -> {
                if (name.endsWith("gc.alloc.rate.norm")) {
                    bytes.addValue(result.getScore());
                }
            });
        }
        return bytes.getPercentile(50);
    }
}
