package io.dogpile.benchmarks.heap;

import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionConfig;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.cache2k.Cache2kBuilder;
import org.springframework.cache.caffeine.CaffeineCache;

/** What keeps entries on the heap. */
enum Store {
    /** The keys and values alone, in arrays that are there before. */
    PAYLOAD("payload", Store::payload),
    CONCURRENT_HASH_MAP("ConcurrentHashMap", Store::concurrentHashMap),
    CAFFEINE_WITHOUT_EXPIRY("Caffeine, no expiry", Store::caffeineWithoutExpiry),
    CAFFEINE("Caffeine", Store::caffeine),
    SPRING_CAFFEINE("Spring's Caffeine cache", Store::springCaffeine),
    CACHE2K("cache2k", Store::cache2k),
    JETCACHE("JetCache local", Store::jetCache),
    DOGPILE("dogpile region", Store::region);

    private static final Duration EXPIRATION = Duration.ofMinutes(50);

    private final String label;
    private final IntFunction<Writer> opener;

    Store(String label, IntFunction<Writer> opener) {
        this.label = label;
        this.opener = opener;
    }

    /** Stores an entry; as long as it is referred to, so are all that it has stored. */
    @FunctionalInterface
    interface Writer {

        void put(String key, byte[] value);
    }

    String label() {
        return label;
    }

    /** An empty one, for so many entries. */
    Writer open(int limit) {
        return opener.apply(limit);
    }

    private static Writer payload(int limit) {
        String[] keys = new String[limit];
        byte[][] values = new byte[limit][];
        int[] size = {0};
        return (key, value) -> {
            keys[size[0]] = key;
            values[size[0]++] = value;
        };
    }

    private static Writer concurrentHashMap(int limit) {
        Map<String, byte[]> map = new ConcurrentHashMap<>();
        return map::put;
    }

    private static Writer caffeineWithoutExpiry(int limit) {
        Cache<String, byte[]> cache = Caffeine.newBuilder().maximumSize(limit).build();
        return cache::put;
    }

    private static Writer caffeine(int limit) {
        Cache<String, byte[]> cache = Caffeine.newBuilder()
                .maximumSize(limit)
                .expireAfterWrite(EXPIRATION)
                .build();
        return cache::put;
    }

    private static Writer springCaffeine(int limit) {
        return new CaffeineCache(
                "pages",
                Caffeine.newBuilder()
                        .maximumSize(limit)
                        .expireAfterWrite(EXPIRATION)
                        .build())::put;
    }

    private static Writer cache2k(int limit) {
        return Cache2kBuilder.of(String.class, Object.class)
                .entryCapacity(limit)
                .expireAfterWrite(EXPIRATION)
                .build()::put;
    }

    private static Writer jetCache(int limit) {
        com.alicp.jetcache.Cache<String, byte[]> cache = CaffeineCacheBuilder.createCaffeineCacheBuilder()
                .limit(limit)
                .expireAfterWrite(EXPIRATION.toMinutes(), TimeUnit.MINUTES)
                .buildCache();
        return cache::put;
    }

    private static Writer region(int limit) {
        return CacheRegion.of(
                "pages",
                RegionConfig.builder("memory")
                        .argument("maximum-size", limit)
                        .expirationTime(EXPIRATION)
                        .build())::set;
    }
}
