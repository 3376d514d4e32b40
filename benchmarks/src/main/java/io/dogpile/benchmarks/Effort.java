package io.dogpile.benchmarks;

import java.time.Duration;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** How much time is spent to get at a figure. Judgements need {@link #FULL}. */
public enum Effort {
    /** Everything once, in this JVM where that is possible, only to see that it works. */
    SMALLEST(1, 1, Duration.ofMillis(10)),
    /** For a first impression while something is changed. */
    QUICK(2, 3, Duration.ofMillis(500)),
    /** For the report. */
    FULL(4, 4, Duration.ofMillis(400));

    /** Even, so that what is measured begins with the contender's turn. */
    private static final int SLICES = 4;

    private final int warmups;
    private final int iterations;
    private final Duration iteration;

    Effort(int warmups, int iterations, Duration iteration) {
        this.warmups = warmups;
        this.iterations = iterations;
        this.iteration = iteration;
    }

    /**
     * JMH's options for this effort, with one fork.
     *
     * @param warmUp how many times as long as usual it takes until all is compiled
     */
    public ChainedOptionsBuilder jmh(int warmUp) {
        return options(warmUp * warmups, iterations, iteration);
    }

    /**
     * JMH's options where every other iteration is a reference's: both get as much time as one gets by itself, in slices
     * that are short beside the phases in which a machine is quick or slow.
     *
     * @param warmUp how many times as long as usual it takes until all is compiled
     */
    public ChainedOptionsBuilder jmhInTurns(int warmUp) {
        return options(SLICES * warmUp * warmups, 2 * SLICES * iterations, iteration.dividedBy(SLICES));
    }

    private ChainedOptionsBuilder options(int warmups, int iterations, Duration iteration) {
        TimeValue time = TimeValue.milliseconds(iteration.toMillis());
        return new OptionsBuilder()
                .forks(this == SMALLEST ? 0 : 1)
                .warmupIterations(warmups)
                .warmupTime(time)
                .measurementIterations(iterations)
                .measurementTime(time);
    }

    /** One of three numbers, by the effort. */
    public int of(int smallest, int quick, int full) {
        return switch (this) {
            case SMALLEST -> smallest;
            case QUICK -> quick;
            case FULL -> full;
        };
    }
}
