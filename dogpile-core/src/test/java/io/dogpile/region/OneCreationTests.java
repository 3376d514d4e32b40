package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.testing.Storm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** P1: at most one creator runs per key at a time, and one is enough. */
@Timeout(60)
class OneCreationTests {

    @ParameterizedTest
    @ValueSource(strings = {"memory", "memory_pickle"})
    void aStormOnOneMissingKeyMakesOneCreation(String backend) {
        int rounds = backend.equals("memory") ? 1_000 : 100;
        CacheRegion region =
                CacheRegion.of("test", RegionConfig.builder(backend).build());
        AtomicInteger creations = new AtomicInteger();
        try (Storm storm = new Storm(200)) {
            for (int round = 0; round < rounds; round++) {
                String key = "key-" + round;
                Storm.Results<Integer> results = storm.run(() -> region.getOrCreate(key, creations::incrementAndGet));
                assertThat(creations).hasValue(round + 1);
                assertThat(results.failures()).isEmpty();
                assertThat(results.values()).hasSize(200).containsOnly(round + 1);
            }
        }
    }

    @Test
    void allEntryPointsShareOneCreation() {
        CacheRegion region = Regions.inMemory();
        AtomicInteger creations = new AtomicInteger();
        Function<Integer, Integer> original = number -> creations.incrementAndGet();
        CachedFunction<Integer, Integer> cached = region.cacheOnArguments("numbers", original);
        Function<List<Integer>, Map<Integer, Integer>> originalMulti =
                numbers -> numbers.stream().collect(Collectors.toMap(number -> number, original));
        CachedMultiFunction<Integer, Integer> cachedMulti =
                region.cacheMultiOnArguments(FunctionOptions.named("numbers"), originalMulti);
        try (Storm storm = new Storm(80)) {
            for (int round = 0; round < 200; round++) {
                int number = round;
                Object key = cached.key(number);
                List<Callable<Integer>> calls = List.of(
                        () -> region.getOrCreate(key, creations::incrementAndGet),
                        () -> region.getOrCreateMulti(
                                        List.of(key), keys -> Map.of(keys.get(0), creations.incrementAndGet()))
                                .get(key),
                        () -> cached.apply(number),
                        () -> cachedMulti.apply(List.of(number)).get(number));
                Storm.Results<Integer> results = storm.runEach(thread -> calls.get(thread % calls.size()));
                assertThat(results.failures()).isEmpty();
                assertThat(creations).hasValue(round + 1);
                assertThat(results.values()).hasSize(80).containsOnly(round + 1);
            }
        }
    }

    @Test
    void regionsOnOneBackendShareOneCreation() {
        CacheRegion first = Regions.inMemory();
        CacheRegion second = Regions.on(first.backend());
        AtomicInteger creations = new AtomicInteger();
        try (Storm storm = new Storm(80)) {
            for (int round = 0; round < 200; round++) {
                String key = "key-" + round;
                Storm.Results<Integer> results = storm.runEach(thread ->
                        () -> (thread % 2 == 0 ? first : second).getOrCreate(key, creations::incrementAndGet));
                assertThat(results.failures()).isEmpty();
                assertThat(creations).hasValue(round + 1);
                assertThat(results.values()).containsOnly(round + 1);
            }
        }
    }

    @Test
    void overlappingBatchesInAnyOrderCreateEachKeyOnceAndNeverDeadlock() {
        long seed = System.nanoTime();
        CacheRegion region = Regions.inMemory();
        CacheRegion other = Regions.on(region.backend());
        try (Storm storm = new Storm(16)) {
            for (int round = 0; round < 300; round++) {
                List<Integer> keys =
                        IntStream.range(round * 30, round * 30 + 30).boxed().toList();
                Map<Integer, Integer> creations = new ConcurrentHashMap<>();
                Random random = new Random(seed + round);
                Storm.Results<Map<Integer, Integer>> results = storm.runEach(thread -> {
                    List<Integer> wanted = someOf(keys, random);
                    CacheRegion entrance = thread % 2 == 0 ? region : other;
                    return () -> entrance.getOrCreateMulti(wanted, missing -> {
                        missing.forEach(key -> creations.merge(key, 1, Integer::sum));
                        assertThat(wanted).containsSubsequence(missing);
                        return missing.stream().collect(Collectors.toMap(key -> key, key -> -key));
                    });
                });
                assertThat(results.failures()).as("seed %s", seed).isEmpty();
                assertThat(creations.values()).as("seed %s", seed).containsOnly(1);
                results.values()
                        .forEach(values -> assertThat(values)
                                .as("seed %s", seed)
                                .isNotEmpty()
                                .allSatisfy((key, value) -> assertThat(value).isEqualTo(-key)));
            }
        }
    }

    @Test
    void aBatchAnswersAllItsKeysInTheirOrder() {
        CacheRegion region = Regions.inMemory();
        region.set(3, "three");

        Map<Integer, String> values = region.getOrCreateMulti(List.of(5, 3, 1, 4), missing -> {
            assertThat(missing).containsExactly(5, 1, 4);
            return Map.of(1, "one", 5, "five");
        });

        assertThat(values).containsExactly(Map.entry(5, "five"), Map.entry(3, "three"), Map.entry(1, "one"));
    }

    private static List<Integer> someOf(List<Integer> keys, Random random) {
        List<Integer> some = new ArrayList<>(keys);
        Collections.shuffle(some, random);
        return some.subList(0, 1 + random.nextInt(keys.size()));
    }
}
