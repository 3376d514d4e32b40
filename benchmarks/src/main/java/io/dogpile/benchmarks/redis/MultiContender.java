package io.dogpile.benchmarks.redis;

import java.util.function.IntFunction;

/** Who finds a hundred values in Redis. */
public enum MultiContender {
    MGET("MGET + Jackson", port -> new LettuceEntries(port, true)),
    SPRING("Spring Data Redis, Jackson, one by one", SpringEntries::jackson),
    JETCACHE("JetCache getAll, Kryo", JetCacheEntries::kryo),
    REDISSON("Redisson getAll", RedissonEntries::new),
    DOGPILE("dogpile getMulti", RegionEntries::reading),
    DOGPILE_CREATE("dogpile getOrCreateMulti", port -> RegionEntries.orders(port, "json"));

    /** Who takes turns with each. */
    static final MultiContender REFERENCE = MGET;

    final String label;
    final IntFunction<Entries> entries;

    MultiContender(String label, IntFunction<Entries> entries) {
        this.label = label;
        this.entries = entries;
    }
}
