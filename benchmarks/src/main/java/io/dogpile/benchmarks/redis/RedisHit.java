package io.dogpile.benchmarks.redis;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Reads one of many values that are all there, in every other iteration as the reference does it. */
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

    private Values own;
    private Values reference;
    private Values turn;

    @Setup
    public void fill() throws Exception {
        own = values(contender);
        reference = values(HitContender.REFERENCE);
        turn = reference;
    }

    private Values values(HitContender whose) throws Exception {
        Entries entries = whose.entries.apply(port);
        Keys.fill(entries, keys, size.equals("200 B") ? 2 : 180);
        return new Values(entries, whose.answer);
    }

    @Setup(Level.Iteration)
    public void takeTurns() {
        turn = turn == own ? reference : own;
    }

    @TearDown
    public void close() {
        own.entries.close();
        reference.entries.close();
    }

    @Benchmark
    public Object hit() throws Exception {
        Values now = turn;
        return now.type.cast(now.entries.get(Keys.any(keys)));
    }

    private record Values(Entries entries, Class<?> type) {}
}
