package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.testing.Storm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * P1 and P5 under everything at once. A "database" holds a version for each key, which only grows. A thread that
 * changes it deletes, invalidates or sets afterwards and then notes the version as announced: whoever starts to read
 * later must not get an older one.
 */
@Timeout(60)
class NothingOutdatedTests {

    private static final int KEYS = 4;
    private static final int THREADS = 8;
    private static final int STEPS = 400;
    private static final int ROUNDS = 40;

    private final AtomicLongArray database = new AtomicLongArray(KEYS);
    private final AtomicLongArray announced = new AtomicLongArray(KEYS);
    private final AtomicIntegerArray creating = new AtomicIntegerArray(KEYS);
    private final Object[] writers =
            IntStream.range(0, KEYS).mapToObj(key -> new Object()).toArray();
    private final CacheRegion region = Regions.inMemory();

    @Test
    void isReadByWhoeverStartsAfterAChange() {
        long seed = System.nanoTime();
        try (Storm storm = new Storm(THREADS)) {
            for (int round = 0; round < ROUNDS; round++) {
                long roundSeed = seed + (long) round * THREADS;
                Storm.Results<Object> results = storm.runEach(thread -> steps(new Random(roundSeed + thread)));
                assertThat(results.failures())
                        .as("seed %s, round %s", seed, round)
                        .isEmpty();
            }
        }
        assertThat(Regions.lockOf(region).flightCount()).isZero();
        assertThat(IntStream.range(0, KEYS).mapToLong(announced::get).sum())
                .as("changes, so that there was something to miss")
                .isGreaterThan(1_000);
    }

    private Callable<Object> steps(Random random) {
        return () -> {
            for (int step = 0; step < STEPS; step++) {
                step(random);
            }
            return "done";
        };
    }

    private void step(Random random) {
        int key = random.nextInt(KEYS);
        switch (random.nextInt(16)) {
            case 0 -> change(key, version -> region.delete(key));
            case 1 -> change(key, version -> region.deleteMulti(List.of(key, (key + 1) % KEYS)));
            case 2 -> change(key, version -> region.invalidate(true));
            case 3 -> change(key, version -> region.set(key, version));
            case 4, 5, 6 -> readSeveral(random);
            case 7, 8 -> readCached(key);
            default -> read(key);
        }
    }

    /** Writers of one key exclude each other; otherwise the older of two could rightly come last. */
    private void change(int key, LongConsumer telling) {
        synchronized (writers[key]) {
            long version = database.incrementAndGet(key);
            telling.accept(version);
            announced.set(key, version);
        }
    }

    private void readCached(int key) {
        long atLeast = announced.get(key);
        Long version = region.get(key);
        if (version != null) {
            requireAtLeast(key, version, atLeast);
        }
    }

    private void read(int key) {
        long atLeast = announced.get(key);
        requireAtLeast(key, region.getOrCreate(key, () -> create(key)), atLeast);
    }

    private void readSeveral(Random random) {
        List<Integer> keys = new ArrayList<>(IntStream.range(0, KEYS).boxed().toList());
        Collections.shuffle(keys, random);
        List<Integer> wanted = keys.subList(0, 1 + random.nextInt(KEYS));
        Map<Integer, Long> atLeast = new HashMap<>();
        wanted.forEach(key -> atLeast.put(key, announced.get(key)));
        Map<Integer, Long> versions = region.getOrCreateMulti(wanted, missing -> {
            Map<Integer, Long> created = new HashMap<>();
            missing.forEach(key -> created.put(key, create(key)));
            return created;
        });
        atLeast.forEach((key, version) -> requireAtLeast(key, versions.get(key), version));
    }

    private long create(int key) {
        assertThat(creating.incrementAndGet(key)).as("creators of key %s", key).isEqualTo(1);
        try {
            long version = database.get(key);
            Thread.yield();
            return version;
        } finally {
            creating.decrementAndGet(key);
        }
    }

    private static void requireAtLeast(int key, long version, long atLeast) {
        assertThat(version).as("version of key %s", key).isGreaterThanOrEqualTo(atLeast);
    }
}
