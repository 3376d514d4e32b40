package io.dogpile.benchmarks.redis;

import io.dogpile.benchmarks.Contest;
import io.dogpile.benchmarks.Effort;
import io.dogpile.benchmarks.Measurement;
import io.dogpile.benchmarks.Suite;
import java.util.List;
import java.util.Map;

/** A hundred values that are in Redis. */
public final class RedisMultiSuite implements Suite {

    /** One call takes a hundred values through all of Jackson: two seconds don't see the end of its compilation. */
    private static final int WARM_UP = 8;

    @Override
    public String topic() {
        return "redis-multi";
    }

    @Override
    public List<Measurement> run(Effort effort) throws Exception {
        Contest contest = new Contest(
                topic(), RedisMulti.class, WARM_UP, 1, name -> MultiContender.valueOf(name).label, Map.of());
        return OnRedis.run(contest, MultiContender.REFERENCE.name(), effort);
    }
}
