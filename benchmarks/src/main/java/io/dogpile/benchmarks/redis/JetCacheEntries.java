package io.dogpile.benchmarks.redis;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.redis.lettuce.RedisLettuceCacheBuilder;
import com.alicp.jetcache.support.JavaValueDecoder;
import com.alicp.jetcache.support.JavaValueEncoder;
import com.alicp.jetcache.support.Kryo5ValueDecoder;
import com.alicp.jetcache.support.Kryo5ValueEncoder;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** JetCache without its local level. */
final class JetCacheEntries implements Entries {

    private final RedisClient client;
    private final Cache<String, Order> cache;

    private JetCacheEntries(String name, int port, Function<Object, byte[]> encoder, Function<byte[], Object> decoder) {
        this.client = RedisClient.create(RedisURI.create("127.0.0.1", port));
        this.cache = RedisLettuceCacheBuilder.createRedisLettuceCacheBuilder()
                .redisClient(client)
                .keyPrefix(name)
                .valueEncoder(encoder)
                .valueDecoder(decoder)
                .expireAfterWrite(1, TimeUnit.HOURS)
                .buildCache();
    }

    static Entries java(int port) {
        return new JetCacheEntries("jetcache-java:", port, JavaValueEncoder.INSTANCE, JavaValueDecoder.INSTANCE);
    }

    static Entries kryo(int port) {
        return new JetCacheEntries("jetcache-kryo:", port, Kryo5ValueEncoder.INSTANCE, Kryo5ValueDecoder.INSTANCE);
    }

    @Override
    public void put(String key, Order value) {
        cache.put(key, value);
    }

    @Override
    public Object get(String key) {
        return Objects.requireNonNull(cache.computeIfAbsent(key, missing -> Entries.missing()));
    }

    @Override
    public Map<String, Object> getAll(Set<String> keys) {
        return new LinkedHashMap<>(cache.getAll(keys));
    }

    @Override
    public void close() {
        cache.close();
        client.shutdown();
    }
}
