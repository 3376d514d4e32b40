package io.dogpile.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
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
     * @param contest what to measure
     * @param effort how much time to spend
     * @return for each combination of parameters the median time per call of a thread over all forks' iterations, and
     *     the bytes that a call allocates
     */
    public static List<Measurement> run(Contest contest, Effort effort) throws RunnerException {
        List<Measurement> measurements = new ArrayList<>();
        results(contest, effort.of(1, 1, 5), effort.jmh(contest.warmUp()))
                .forEach((subject, iterations) -> measurements.add(
                        measurement(contest, subject, iterations, Median.of(times(iterations)), bytes(iterations))));
        return measurements;
    }

    /**
     * Runs one class of benchmarks in which every other iteration is the reference's, so that times can be compared
     * though the machine's speed changes: see {@link Turns}.
     *
     * @param contest what to measure
     * @param reference what all are compared with, a value of the parameter {@code contender}
     * @param effort how much time to spend
     * @return as {@link #run} does, but that the time is relative to the reference's
     */
    public static List<Measurement> runInTurns(Contest contest, String reference, Effort effort)
            throws RunnerException {
        Map<Subject, List<IterationResult>> results =
                results(contest, effort.of(1, 1, 2), effort.jmhInTurns(contest.warmUp()));
        Map<Map<String, String>, Turns> bySetting = new LinkedHashMap<>();
        results.forEach((subject, iterations) -> bySetting
                .computeIfAbsent(subject.setting, any -> new Turns(reference))
                .add(subject.contender, times(iterations)));
        List<Measurement> measurements = new ArrayList<>();
        results.forEach((subject, iterations) -> {
            Turns turns = Objects.requireNonNull(bySetting.get(subject.setting));
            measurements.add(measurement(
                    contest, subject, iterations, turns.time(subject.contender), Turns.own(bytes(iterations))));
        });
        return measurements;
    }

    /** Whose times these are, and in which setting. */
    private record Subject(String contender, Map<String, String> setting) {}

    /** The iterations of each. A fork of each contender follows one of all others, for the sake of slow minutes. */
    private static Map<Subject, List<IterationResult>> results(
            Contest contest, int forks, ChainedOptionsBuilder options) throws RunnerException {
        options.include(contest.benchmarks().getName().replace(".", "\\.") + "\\.")
                .threads(contest.threads())
                .shouldFailOnError(true)
                .addProfiler(GCProfiler.class);
        contest.parameters().forEach(options::param);
        Map<Subject, List<IterationResult>> results = new LinkedHashMap<>();
        for (int fork = 0; fork < forks; fork++) {
            for (RunResult result : new Runner(options.build()).run()) {
                List<IterationResult> iterations =
                        results.computeIfAbsent(subject(result, contest.threads()), any -> new ArrayList<>());
                result.getBenchmarkResults().forEach(each -> iterations.addAll(each.getIterationResults()));
            }
        }
        return results;
    }

    private static Subject subject(RunResult result, int threads) {
        BenchmarkParams parameters = result.getParams();
        Map<String, String> setting = new LinkedHashMap<>();
        for (String name : parameters.getParamsKeys()) {
            if (!name.equals(CONTENDER)) {
                setting.put(name, parameters.getParam(name));
            }
        }
        setting.put("threads", Integer.toString(threads));
        return new Subject(parameters.getParam(CONTENDER), setting);
    }

    private static Measurement measurement(
            Contest contest, Subject subject, List<IterationResult> iterations, double time, List<Double> bytes) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(iterations.get(0).getPrimaryResult().getScoreUnit(), time);
        figures.put("B/op", Median.of(bytes));
        return new Measurement(contest.topic(), contest.label().apply(subject.contender), subject.setting, figures);
    }

    private static List<Double> times(List<IterationResult> iterations) {
        return iterations.stream()
                .map(each -> each.getPrimaryResult().getScore())
                .toList();
    }

    private static List<Double> bytes(List<IterationResult> iterations) {
        return iterations.stream()
                .map(each -> Objects.requireNonNull(each.getSecondaryResults().get(BYTES))
                        .getScore())
                .toList();
    }
}
