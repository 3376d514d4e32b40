package io.dogpile.benchmarks.redis;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Reads one of many values that are all there. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class RedisHit {

    @Param
    HitContender contender;

    @Param({"200 B", "10 kB"})
    String size;

    @Param("1000")
    int keys;

    @Param("0")
    int port;

    private Entries entries;

    @Setup
    public void fill() throws Exception {
        entries = contender.entries.apply(port);
        Keys.fill(entries, keys, size.equals("200 B") ? 2 : 180);
    }

    @TearDown
    public void close() {
        entries.close();
    }

    @Benchmark
    public Object hit() throws Exception {
        return contender.answer.cast(entries.get(Keys.any(keys)));
    }
}
