package io.dogpile.benchmarks;

import java.util.List;

/** Measures one topic for all contenders. */
public interface Suite {

    /** The topic's name on the command line and in the results, {@code memory-hit} for instance. */
    String topic();

    /**
     * Measures; prints its progress to the standard output.
     *
     * @param effort how much time to spend
     * @return what was measured
     */
    List<Measurement> run(Effort effort) throws Exception;
}
