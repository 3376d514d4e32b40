package io.dogpile.benchmarks.memory;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/** Near 100 % hits over ten thousand keys, all of which fit. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(jvmArgsAppend = {"-Xms1g", "-Xmx1g"})
@SuppressWarnings("NullAway.Init") // JMH sets parameters, and what is made of them comes after that
public class MemoryHitBenchmark {

    @Param
    Contender contender;

    @Param({"zipf", "uniform"})
    String distribution;

    private LocalCache cache;
    private LocalCache.Lookup lookup;

    /** Made after the cache, and thus of other objects than its keys. */
    private List<String> keys;

    /** Opens and fills the cache; the heap is tidied, so that all begin with old entries in the old generation. */
    @Setup
    public void open() throws Exception {
        cache = contender.open();
        lookup = cache.lookup();
        keys = LocalCache.keys();
        for (String key : keys) {
            if (!key.equals(lookup.get(key))) {
                throw LocalCache.notAHit();
            }
        }
        System.gc();
    }

    /** Closes the cache. */
    @TearDown
    public void close() throws Exception {
        cache.resource().close();
    }

    /** What a thread asks for, in turn. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init")
    public static class Reader {

        private static final int CALLS = 1 << 16;

        private String[] asked;
        private int cursor;

        /** Draws the keys; the same for each contender and each run. */
        @Setup
        public void draw(MemoryHitBenchmark benchmark, ThreadParams thread) {
            Random random = new Random(thread.getThreadIndex());
            List<String> keys = benchmark.keys;
            Distribution distribution = Distribution.named(benchmark.distribution, keys.size());
            asked = new String[CALLS];
            Arrays.setAll(asked, call -> keys.get(distribution.next(random)));
        }

        String next() {
            return asked[cursor++ & CALLS - 1];
        }
    }

    /** One hit. */
    @Benchmark
    public Object hit(Reader reader) throws Exception {
        @Nullable Object value = lookup.get(reader.next());
        if (value == null) {
            throw LocalCache.notAHit();
        }
        return value;
    }
}
