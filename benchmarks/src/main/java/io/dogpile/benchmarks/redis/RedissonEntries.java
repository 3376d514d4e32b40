package io.dogpile.benchmarks.redis;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.redisson.Redisson;
import org.redisson.api.RMapCache;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.redisson.spring.cache.CacheConfig;
import org.redisson.spring.cache.RedissonSpringCacheManager;

/** Redisson's map whose entries expire, with its default codec. */
final class RedissonEntries implements Entries {

    private final RedissonClient client;
    private final RMapCache<String, Order> map;

    RedissonEntries(int port) {
        this.client = client(port);
        this.map = client.getMapCache("redisson");
    }

    static Entries spring(int port) {
        RedissonClient client = client(port);
        CacheConfig hour = new CacheConfig(TimeUnit.HOURS.toMillis(1), 0);
        RedissonSpringCacheManager manager = new RedissonSpringCacheManager(client, Map.of("redisson-spring", hour));
        return new SpringEntries(Objects.requireNonNull(manager.getCache("redisson-spring")), client::shutdown);
    }

    private static RedissonClient client(int port) {
        Config config = new Config();
        config.useSingleServer().setAddress("redis://127.0.0.1:" + port);
        return Redisson.create(config);
    }

    @Override
    public void put(String key, Order value) {
        map.put(key, value, 1, TimeUnit.HOURS);
    }

    @Override
    public Object get(String key) {
        return Objects.requireNonNull(map.get(key));
    }

    @Override
    public Map<String, Object> getAll(Set<String> keys) {
        return new LinkedHashMap<>(map.getAll(keys));
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
