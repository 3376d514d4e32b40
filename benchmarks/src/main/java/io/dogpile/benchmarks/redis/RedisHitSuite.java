package io.dogpile.benchmarks.redis;

import io.dogpile.benchmarks.Effort;
import io.dogpile.benchmarks.Measurement;
import io.dogpile.benchmarks.Suite;
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
        boolean smallest = effort == Effort.SMALLEST;
        return OnRedis.run(
                HitContender.REFERENCE.name(),
                topic(),
                RedisHit.class,
                effort,
                WARM_UP,
                smallest ? new int[] {1} : new int[] {1, 16},
                name -> HitContender.valueOf(name).label,
                smallest ? Map.of("size", new String[] {"200 B"}) : Map.of());
    }
}
