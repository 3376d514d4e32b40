package io.dogpile.benchmarks.redis;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.cache.Cache;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.cache.RedisCacheWriter.RedisCacheWriterConfigurer;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.JacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;

/** A cache behind Spring's abstraction, asked as {@code @Cacheable(sync = true)} asks it. */
final class SpringEntries implements Entries {

    private final Cache cache;
    private final Runnable closing;

    SpringEntries(Cache cache, Runnable closing) {
        this.cache = cache;
        this.closing = closing;
    }

    static Entries jdk(int port) {
        return redis(
                "jdk", port, RedisCacheWriterConfigurer::immediateWrites, RedisCacheConfiguration.defaultCacheConfig());
    }

    static Entries jackson(int port) {
        return redis("jackson", port, RedisCacheWriterConfigurer::immediateWrites, json());
    }

    static Entries locking(int port) {
        return redis("locking", port, writer -> writer.immediateWrites().enableLocking(), json());
    }

    private static RedisCacheConfiguration json() {
        return RedisCacheConfiguration.defaultCacheConfig()
                .serializeValuesWith(SerializationPair.fromSerializer(new JacksonJsonRedisSerializer<>(Order.class)));
    }

    private static Entries redis(
            String name, int port, Consumer<RedisCacheWriterConfigurer> writer, RedisCacheConfiguration configuration) {
        LettuceConnectionFactory connections =
                new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", port));
        connections.afterPropertiesSet();
        connections.start();
        RedisCacheManager manager = RedisCacheManager.builder(RedisCacheWriter.create(connections, writer))
                .cacheDefaults(configuration.entryTtl(Duration.ofHours(1)))
                .build();
        manager.afterPropertiesSet();
        return new SpringEntries(Objects.requireNonNull(manager.getCache(name)), connections::destroy);
    }

    @Override
    public void put(String key, Order value) {
        cache.put(key, value);
    }

    @Override
    public Object get(String key) {
        return Objects.requireNonNull(cache.get(key, Entries::missing));
    }

    @Override
    public void close() {
        closing.run();
    }
}
