package io.dogpile.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;

/** Runs classes of JMH benchmarks, each contender in JVMs of its own, and reduces their results to medians. */
public final class Jmh {

    /** The parameter that every benchmark class has. */
    private static final String CONTENDER = "contender";

    private static final String BYTES = "gc.alloc.rate.norm";

    private Jmh() {}

    /**
     * Runs one class of benchmarks, one contender after the other.
     *
     * @param topic what it measures
     * @param benchmarks the class, whose state has a parameter {@code contender}
     * @param effort how much time to spend
     * @param warmUp how many times as long as usual it takes until all is compiled
     * @param threads the numbers of threads, each of them a run
     * @param label what the report calls a contender, by the value of the parameter
     * @param parameters values for other parameters than those that the class declares itself
     * @return for each combination of parameters the median time per call of a thread over all forks' iterations, and
     *     the bytes that a call allocates
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
            for (RunResult result : results(benchmarks, effort.jmh(warmUp), count, parameters)) {
                List<Double> times = iterations(result, IterationResult::getPrimaryResult);
                measurements.add(measurement(
                        topic, label, count, result, Turns.median(times), iterations(result, Jmh::allocated)));
            }
        }
        return measurements;
    }

    /**
     * Runs one class of benchmarks in which every other iteration is the reference's, so that times can be compared
     * though the machine's speed changes: see {@link Turns}.
     *
     * @param reference what all are compared with, a value of the parameter {@code contender}
     * @return as {@link #run} does, but that the time is relative to the reference's
     */
    public static List<Measurement> runInTurns(
            String reference,
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
            Collection<RunResult> results = results(benchmarks, effort.jmhInTurns(warmUp), count, parameters);
            Map<Map<String, String>, Turns> bySetting = new LinkedHashMap<>();
            for (RunResult result : results) {
                bySetting
                        .computeIfAbsent(setting(result, count), any -> new Turns(reference))
                        .add(contender(result), iterations(result, IterationResult::getPrimaryResult));
            }
            for (RunResult result : results) {
                Turns turns = Objects.requireNonNull(bySetting.get(setting(result, count)));
                measurements.add(measurement(
                        topic,
                        label,
                        count,
                        result,
                        turns.time(contender(result)),
                        Turns.own(iterations(result, Jmh::allocated))));
            }
        }
        return measurements;
    }

    private static Collection<RunResult> results(
            Class<?> benchmarks, ChainedOptionsBuilder options, int threads, Map<String, String[]> parameters)
            throws RunnerException {
        options.include(benchmarks.getName().replace(".", "\\.") + "\\.")
                .threads(threads)
                .shouldFailOnError(true)
                .addProfiler(GCProfiler.class);
        parameters.forEach(options::param);
        return new Runner(options.build()).run();
    }

    private static Measurement measurement(
            String topic, UnaryOperator<String> label, int threads, RunResult result, double time, List<Double> bytes) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(result.getPrimaryResult().getScoreUnit(), time);
        figures.put("B/op", Turns.median(bytes));
        return new Measurement(topic, label.apply(contender(result)), setting(result, threads), figures);
    }

    private static String contender(RunResult result) {
        return result.getParams().getParam(CONTENDER);
    }

    private static Map<String, String> setting(RunResult result, int threads) {
        BenchmarkParams parameters = result.getParams();
        Map<String, String> setting = new LinkedHashMap<>();
        for (String name : parameters.getParamsKeys()) {
            if (!name.equals(CONTENDER)) {
                setting.put(name, parameters.getParam(name));
            }
        }
        setting.put("threads", Integer.toString(threads));
        return setting;
    }

    /** A score of each iteration, fork after fork. */
    private static List<Double> iterations(RunResult result, Function<IterationResult, Result<?>> score) {
        return result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .map(iteration -> score.apply(iteration).getScore())
                .toList();
    }

    private static Result<?> allocated(IterationResult iteration) {
        return Objects.requireNonNull(iteration.getSecondaryResults().get(BYTES));
    }
}
