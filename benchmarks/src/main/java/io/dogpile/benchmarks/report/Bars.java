package io.dogpile.benchmarks.report;

import io.dogpile.benchmarks.report.Limit.AtMost;
import io.dogpile.benchmarks.report.Limit.Plus;
import io.dogpile.benchmarks.report.Limit.Times;
import java.util.List;

/** All that we hold ourselves to. */
final class Bars {

    private static final String CAFFEINE = "Caffeine getIfPresent";
    private static final String CACHEABLE = "@Cacheable(sync) on Caffeine";
    private static final String LETTUCE = "Lettuce + Jackson";
    private static final String MGET = "MGET + Jackson";

    private static final List<String> REGION = List.of("dogpile getOrCreate", "dogpile get");
    private static final List<String> METHODS = List.of("dogpile @Cacheable", "dogpile @Cacheable(sync)");
    private static final List<String> JSON = List.of("dogpile, json");
    private static final List<String> READERS = List.of("dogpile", "dogpile, async creation", "dogpile, early refresh");

    private Bars() {}

    static final List<Bar> ALL = List.of(
            new Bar("memory-hit", "Hit in memory, time", REGION, new Times("ns/op", 1.00, CAFFEINE)),
            new Bar("memory-hit", "Hit in memory, allocation", REGION, new AtMost("B/op", 0, 1)),
            new Bar("cacheable-hit", "`@Cacheable` hit, time", METHODS, new Times("ns/op", 1.10, CACHEABLE)),
            new Bar("cacheable-hit", "`@Cacheable` hit, allocation", METHODS, new Times("B/op", 1.00, CACHEABLE)),
            new Bar(
                    "memory-per-entry",
                    "Memory beyond key and value",
                    List.of("dogpile region"),
                    new Plus("bytes beyond key and value", 16, 0.5, "Caffeine")),
            new Bar("redis-hit", "Hit in Redis, time", JSON, new Times("us/op", 1.05, LETTUCE)),
            new Bar("redis-hit", "Hit in Redis, allocation", JSON, new Times("B/op", 1.05, LETTUCE)),
            new Bar("redis-multi", "100 keys in Redis", List.of("dogpile getMulti"), new Times("us/op", 1.10, MGET)),
            new Bar("stampede", "Creations in a stampede", List.of("dogpile"), new AtMost("creations, worst", 1, 0)),
            new Bar("stampede", "Waits in a stampede, median", List.of("dogpile"), new AtMost("p50 ms", 210, 0)),
            new Bar("stampede", "Waits in a stampede, p99", List.of("dogpile"), new AtMost("p99 ms", 230, 0)),
            new Bar(
                    "different-keys",
                    "Different missing keys",
                    List.of("dogpile, memory", "dogpile, redis"),
                    new AtMost("all served ms", 210, 0)),
            new Bar("expirations", "Creations at an expiration", READERS, new AtMost("creations per expiry", 1.05, 0)),
            new Bar("expirations", "Reads through expirations, p99", READERS, new AtMost("p99 × hit", 1.10, 0)),
            new Bar(
                    "start-up",
                    "Start-up beside Boot's cache starter",
                    List.of("dogpile, memory", "dogpile, redis"),
                    new AtMost("added ms", 40, 0)));
}
