package io.dogpile.benchmarks.redis;

import io.dogpile.benchmarks.Effort;
import io.dogpile.benchmarks.Measurement;
import io.dogpile.benchmarks.Suite;
import java.util.List;
import java.util.Map;

/** A hundred values that are in Redis. */
public final class RedisMultiSuite implements Suite {

    @Override
    public String topic() {
        return "redis-multi";
    }

    @Override
    public List<Measurement> run(Effort effort) throws Exception {
        return OnRedis.run(
                topic(), RedisMulti.class, effort, new int[] {1}, name -> MultiContender.valueOf(name).label, Map.of());
    }
}
