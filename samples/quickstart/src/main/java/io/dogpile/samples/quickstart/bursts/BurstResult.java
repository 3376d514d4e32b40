package io.dogpile.samples.quickstart.bursts;

import java.util.List;
import java.util.Optional;

/**
 * What came of a burst. Times are milliseconds since all callers were released.
 *
 * @param mode what was called
 * @param requests how many callers got an answer or an error
 * @param queries how many queries reached the database
 * @param errors how many callers got an error
 * @param error the first error, if there was one
 * @param p50 when half of the callers were done
 * @param p99 when 99 % of the callers were done
 * @param max when all callers were done
 * @param latencies when each caller was done, in ascending order
 */
record BurstResult(
        Mode mode,
        int requests,
        long queries,
        int errors,
        Optional<String> error,
        double p50,
        double p99,
        double max,
        List<Double> latencies) {

    static BurstResult of(Mode mode, long queries, List<Answer> answers) {
        var failures =
                answers.stream().flatMap(answer -> answer.failure().stream()).toList();
        var latencies = answers.stream().map(Answer::millis).sorted().toList();
        return new BurstResult(
                mode,
                answers.size(),
                queries,
                failures.size(),
                failures.stream().findFirst().map(Exception::toString),
                percentile(latencies, 50),
                percentile(latencies, 99),
                percentile(latencies, 100),
                latencies);
    }

    /** By nearest rank: a time that a caller really saw. */
    static double percentile(List<Double> ascending, int percent) {
        int rank = (int) Math.ceil(percent * ascending.size() / 100.0);
        return ascending.get(rank - 1);
    }
}
