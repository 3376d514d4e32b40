package io.dogpile.benchmarks.redis;

import java.util.Map;
import java.util.Set;
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

/** Reads a hundred of many values that are all there, in one call, in every other iteration as the reference does it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class RedisMulti {

    @Param
    MultiContender contender;

    @Param("1000")
    int keys;

    @Param("0")
    int port;

    private Entries own;
    private Entries reference;
    private Entries turn;

    @Setup
    public void fill() throws Exception {
        own = contender.entries.apply(port);
        Keys.fill(own, keys, 2);
        reference = MultiContender.REFERENCE.entries.apply(port);
        Keys.fill(reference, keys, 2);
        turn = reference;
    }

    @Setup(Level.Iteration)
    public void takeTurns() {
        turn = turn == own ? reference : own;
    }

    @TearDown
    public void close() {
        own.close();
        reference.close();
    }

    @Benchmark
    public Map<String, Object> hundred() throws Exception {
        Set<String> keys = Keys.hundred(this.keys);
        Map<String, Object> found = turn.getAll(keys);
        int orders = 0;
        for (Object each : found.values()) {
            orders += each instanceof Order ? 1 : 0;
        }
        if (orders != keys.size()) {
            throw new IllegalStateException("found " + orders + " of " + keys.size());
        }
        return found;
    }
}
