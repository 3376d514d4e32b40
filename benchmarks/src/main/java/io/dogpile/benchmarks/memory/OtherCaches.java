package io.dogpile.benchmarks.memory;

import static io.dogpile.benchmarks.memory.LocalCache.EXPIRATION;
import static io.dogpile.benchmarks.memory.LocalCache.MAXIMUM_SIZE;
import static io.dogpile.benchmarks.memory.LocalCache.keys;

import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.dogpile.benchmarks.RedisServer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cache2k.Cache2kBuilder;
import org.redisson.Redisson;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.LocalCachedMapOptions;
import org.redisson.config.Config;

/** Caches without Spring. */
final class OtherCaches {

    private static final Function<String, Object> LOADER = key -> {
        throw LocalCache.notAHit();
    };

    private OtherCaches() {}

    static LocalCache concurrentHashMap() {
        Map<String, Object> map = new ConcurrentHashMap<>();
        keys().forEach(key -> map.put(key, key));
        return LocalCache.of(map::get);
    }

    static LocalCache caffeineWithoutExpiry() {
        return LocalCache.of(filled(Caffeine.newBuilder())::getIfPresent);
    }

    static LocalCache caffeineGetIfPresent() {
        return LocalCache.of(filled(Caffeine.newBuilder().expireAfterWrite(EXPIRATION))::getIfPresent);
    }

    static LocalCache caffeineGet() {
        Cache<String, Object> cache = filled(Caffeine.newBuilder().expireAfterWrite(EXPIRATION));
        return LocalCache.of(key -> cache.get(key, LOADER));
    }

    private static Cache<String, Object> filled(Caffeine<Object, Object> settings) {
        Cache<String, Object> cache = settings.maximumSize(MAXIMUM_SIZE).build();
        keys().forEach(key -> cache.put(key, key));
        return cache;
    }

    static LocalCache cache2k() {
        org.cache2k.Cache<String, Object> cache = Cache2kBuilder.of(String.class, Object.class)
                .entryCapacity(MAXIMUM_SIZE)
                .expireAfterWrite(EXPIRATION)
                .build();
        keys().forEach(key -> cache.put(key, key));
        return new LocalCache(cache::get, cache);
    }

    static LocalCache jetCache() {
        com.alicp.jetcache.Cache<String, Object> cache = CaffeineCacheBuilder.createCaffeineCacheBuilder()
                .limit(MAXIMUM_SIZE)
                .expireAfterWrite(EXPIRATION.toMinutes(), TimeUnit.MINUTES)
                .buildCache();
        keys().forEach(key -> cache.put(key, key));
        return new LocalCache(cache::get, cache);
    }

    /** On Caffeine, its quickest local store; with few connections, of which a local hit uses none. */
    static LocalCache redisson() throws IOException {
        RedisServer server = RedisServer.start();
        Config config = new Config();
        config.useSingleServer()
                .setAddress("redis://127.0.0.1:" + server.port())
                .setConnectionMinimumIdleSize(1)
                .setConnectionPoolSize(4);
        RedissonClient client = Redisson.create(config);
        RLocalCachedMap<String, Object> map =
                client.getLocalCachedMap(LocalCachedMapOptions.<String, Object>name("pages")
                        .cacheProvider(LocalCachedMapOptions.CacheProvider.CAFFEINE)
                        .evictionPolicy(LocalCachedMapOptions.EvictionPolicy.LRU)
                        .cacheSize(MAXIMUM_SIZE)
                        .timeToLive(EXPIRATION));
        map.putAll(keys().stream().collect(Collectors.toMap(Function.identity(), Function.identity())));
        if (map.cachedKeySet().size() != keys().size()) {
            throw new IllegalStateException("only " + map.cachedKeySet().size() + " keys are held locally");
        }
        return new LocalCache(map::get, () -> {
            client.shutdown();
            server.close();
        });
    }
}
