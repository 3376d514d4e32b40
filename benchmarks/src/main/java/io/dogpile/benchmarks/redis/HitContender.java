package io.dogpile.benchmarks.redis;

import java.util.function.IntFunction;

/** Who finds a value in Redis. */
public enum HitContender {
    LETTUCE("Lettuce bytes", byte[].class, port -> new LettuceEntries(port, false)),
    LETTUCE_JACKSON("Lettuce + Jackson", Order.class, port -> new LettuceEntries(port, true)),
    SPRING_JDK("Spring Data Redis, JDK", Order.class, SpringEntries::jdk),
    SPRING_JACKSON("Spring Data Redis, Jackson", Order.class, SpringEntries::jackson),
    SPRING_LOCKING("Spring Data Redis, Jackson, locking", Order.class, SpringEntries::locking),
    JETCACHE_JAVA("JetCache remote, Java", Order.class, JetCacheEntries::java),
    JETCACHE_KRYO("JetCache remote, Kryo", Order.class, JetCacheEntries::kryo),
    REDISSON("Redisson map cache", Order.class, RedissonEntries::new),
    REDISSON_SPRING("Redisson Spring cache", Order.class, RedissonEntries::spring),
    DOGPILE_BYTES("dogpile, bytes", byte[].class, RegionEntries::bytes),
    DOGPILE_STRING("dogpile, string", String.class, RegionEntries::string),
    DOGPILE_JSON("dogpile, json", Order.class, port -> RegionEntries.orders(port, "json")),
    DOGPILE_JDK("dogpile, jdk", Order.class, port -> RegionEntries.orders(port, "jdk")),
    DOGPILE_SPRING("dogpile Cache.get, json", Order.class, RegionEntries::spring);

    /** Who takes turns with each. */
    static final HitContender REFERENCE = LETTUCE_JACKSON;

    final String label;
    final Class<?> answer;
    final IntFunction<Entries> entries;

    HitContender(String label, Class<?> answer, IntFunction<Entries> entries) {
        this.label = label;
        this.answer = answer;
        this.entries = entries;
    }
}
