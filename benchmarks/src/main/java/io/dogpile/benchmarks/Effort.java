package io.dogpile.benchmarks;

import java.time.Duration;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** How much time is spent to get at a figure. Judgements need {@link #FULL}. */
public enum Effort {
    /** Everything once, in this JVM where that is possible, only to see that it works. */
    SMALLEST(0, 1, 1, Duration.ofMillis(10)),
    /** For a first impression while something is changed. */
    QUICK(1, 2, 3, Duration.ofMillis(500)),
    /** For the report. */
    FULL(2, 6, 4, Duration.ofMillis(400));

    private final int forks;
    private final int warmups;
    private final int iterations;
    private final Duration iteration;

    Effort(int forks, int warmups, int iterations, Duration iteration) {
        this.forks = forks;
        this.warmups = warmups;
        this.iterations = iterations;
        this.iteration = iteration;
    }

    /**
     * JMH's options for this effort.
     *
     * @param warmUp how many times as long as usual it takes until all is compiled
     */
    public ChainedOptionsBuilder jmh(int warmUp) {
        TimeValue time = TimeValue.milliseconds(iteration.toMillis());
        return new OptionsBuilder()
                .forks(forks)
                .warmupIterations(this == SMALLEST ? warmups : warmUp * warmups)
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
