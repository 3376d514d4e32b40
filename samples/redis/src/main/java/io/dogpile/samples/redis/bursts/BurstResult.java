package io.dogpile.samples.redis.bursts;

import java.util.List;

/**
 * What came of a burst. Times are milliseconds since an instance released its callers.
 *
 * @param requests how many callers there were in all instances
 * @param queries how many queries all instances made
 * @param creations how many values all regions created
 * @param errors how many callers got an error
 * @param p50 when half of the callers were done
 * @param p99 when 99 % of the callers were done
 * @param max when all callers were done
 * @param instances what each instance contributed, by its address
 */
record BurstResult(
        int requests,
        long queries,
        long creations,
        int errors,
        double p50,
        double p99,
        double max,
        List<Contribution> instances) {

    /**
     * @param address of the instance
     * @param share what it did
     */
    record Contribution(String address, Share share) {}

    static BurstResult of(List<Contribution> instances) {
        var shares = instances.stream().map(Contribution::share).toList();
        var latencies = shares.stream()
                .flatMap(share -> share.latencies().stream())
                .sorted()
                .toList();
        return new BurstResult(
                latencies.size(),
                shares.stream().mapToLong(Share::queries).sum(),
                shares.stream().mapToLong(Share::creations).sum(),
                shares.stream().mapToInt(Share::errors).sum(),
                percentile(latencies, 50),
                percentile(latencies, 99),
                percentile(latencies, 100),
                instances);
    }

    /** By nearest rank: a time that a caller really saw. */
    private static double percentile(List<Double> ascending, int percent) {
        int rank = (int) Math.ceil(percent * ascending.size() / 100.0);
        return ascending.get(rank - 1);
    }
}
