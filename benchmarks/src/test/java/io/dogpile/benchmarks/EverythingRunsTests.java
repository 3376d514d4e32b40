package io.dogpile.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs each suite once at the smallest size, so that none can rot. What it measures means nothing. Who is measured is
 * written down once more, so that nobody gets lost.
 */
class EverythingRunsTests {

    private static final Map<String, List<String>> CONTENDERS = Map.of(
            "memory-hit",
            List.of(
                    "ConcurrentHashMap.get",
                    "Caffeine getIfPresent, no expiry",
                    "Caffeine getIfPresent",
                    "Caffeine get",
                    "Spring Cache.get on Caffeine",
                    "cache2k",
                    "JetCache local",
                    "Redisson local cached map",
                    "dogpile get",
                    "dogpile getOrCreate",
                    "dogpile Cache.get"),
            "cacheable-hit",
            List.of(
                    "@Cacheable on Caffeine",
                    "@Cacheable(sync) on Caffeine",
                    "dogpile @Cacheable",
                    "dogpile @Cacheable(sync)"),
            "memory-per-entry",
            List.of(
                    "ConcurrentHashMap",
                    "Caffeine, no expiry",
                    "Caffeine",
                    "Spring's Caffeine cache",
                    "cache2k",
                    "JetCache local",
                    "dogpile region"),
            "redis-hit",
            List.of(
                    "Lettuce bytes",
                    "Lettuce + Jackson",
                    "Spring Data Redis, JDK",
                    "Spring Data Redis, Jackson",
                    "Spring Data Redis, Jackson, locking",
                    "JetCache remote, Java",
                    "JetCache remote, Kryo",
                    "Redisson map cache",
                    "Redisson Spring cache",
                    "dogpile, bytes",
                    "dogpile, string",
                    "dogpile, json",
                    "dogpile, jdk",
                    "dogpile Cache.get, json"),
            "redis-multi",
            List.of(
                    "MGET + Jackson",
                    "Spring Data Redis, Jackson, one by one",
                    "JetCache getAll, Kryo",
                    "Redisson getAll",
                    "dogpile getMulti",
                    "dogpile getOrCreateMulti"),
            "stampede",
            List.of(
                    "Lettuce + Jackson",
                    "Spring Data Redis",
                    "Spring Data Redis, locking",
                    "JetCache remote",
                    "Redisson Spring cache",
                    "Caffeine get",
                    "cache2k",
                    "dogpile"),
            "different-keys",
            List.of(
                    "ConcurrentHashMap.computeIfAbsent",
                    "Caffeine get",
                    "cache2k",
                    "Spring Caffeine cache",
                    "Spring Data Redis",
                    "Spring Data Redis, locking",
                    "Redisson Spring cache",
                    "JetCache remote",
                    "dogpile, memory",
                    "dogpile, redis"),
            "expirations",
            List.of(
                    "plain Redis hit",
                    "Lettuce + Jackson",
                    "Spring Data Redis",
                    "Spring Data Redis, locking",
                    "Redisson Spring cache",
                    "JetCache remote",
                    "JetCache both + refresh",
                    "Caffeine get",
                    "dogpile",
                    "dogpile, async creation",
                    "dogpile, early refresh"),
            "start-up",
            List.of(
                    "no cache",
                    "Boot's cache starter, Caffeine",
                    "dogpile, memory",
                    "Boot's cache starter, Redis",
                    "dogpile, redis"));

    static List<Suite> suites() {
        return Main.suites();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("suites")
    void everyContenderIsMeasured(Suite suite) throws Exception {
        List<Measurement> measurements = suite.run(Effort.SMALLEST);
        assertThat(measurements)
                .extracting(Measurement::contender)
                .containsExactlyInAnyOrderElementsOf(CONTENDERS.get(suite.topic()));
        assertThat(measurements).allSatisfy(measurement -> {
            assertThat(measurement.topic()).isEqualTo(suite.topic());
            assertThat(measurement.figures()).isNotEmpty();
            assertThat(measurement.figures().values()).allMatch(Double::isFinite);
        });
    }
}
