package io.dogpile.samples.redis.bursts;

import java.util.List;
import java.util.Optional;

/**
 * One instance's share in a burst.
 *
 * @param requests how many callers it had
 * @param queries how many queries it made
 * @param creations how many values its region created
 * @param errors how many callers got an error
 * @param error the first error, if there was one
 * @param latencies how many milliseconds each caller waited
 */
record Share(int requests, long queries, long creations, int errors, Optional<String> error, List<Double> latencies) {}
