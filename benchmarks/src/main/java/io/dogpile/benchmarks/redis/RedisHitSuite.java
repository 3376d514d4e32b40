package io.dogpile.benchmarks.redis;

import io.dogpile.benchmarks.Contest;
import io.dogpile.benchmarks.Effort;
import io.dogpile.benchmarks.Measurement;
import io.dogpile.benchmarks.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One value that is in Redis. */
public final class RedisHitSuite implements Suite {

    /** A call waits for the network most of its time: it takes seconds until it has been called often enough. */
    private static final int WARM_UP = 4;

    @Override
    public String topic() {
        return "redis-hit";
    }

    @Override
    public List<Measurement> run(Effort effort) throws Exception {
        if (effort == Effort.SMALLEST) {
            return OnRedis.run(contest(1).with("size", "200 B"), HitContender.REFERENCE.name(), effort);
        }
        List<Measurement> measurements = new ArrayList<>();
        for (int threads : new int[] {1, 16}) {
            measurements.addAll(OnRedis.run(contest(threads), HitContender.REFERENCE.name(), effort));
        }
        return measurements;
    }

    private Contest contest(int threads) {
        return new Contest(
                topic(), RedisHit.class, WARM_UP, threads, name -> HitContender.valueOf(name).label, Map.of());
    }
}
