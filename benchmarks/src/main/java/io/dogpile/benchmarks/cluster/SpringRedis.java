package io.dogpile.benchmarks.cluster;

import java.util.Objects;
import org.springframework.cache.Cache;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.JacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;

/** What {@code @Cacheable(sync = true)} asks of Spring Data Redis' cache. */
final class SpringRedis implements ReadThrough {

    private final Setting setting;
    private final LettuceConnectionFactory connections;
    private final Cache cache;

    SpringRedis(Setting setting, boolean locking) {
        this.setting = setting;
        this.connections = new LettuceConnectionFactory("127.0.0.1", setting.port());
        connections.afterPropertiesSet();
        connections.start();
        RedisCacheWriter writer = RedisCacheWriter.create(connections, configurer -> {
            configurer.immediateWrites();
            if (locking) {
                configurer.enableLocking();
            }
        });
        RedisCacheManager manager = RedisCacheManager.builder(writer)
                .cacheDefaults(RedisCacheConfiguration.defaultCacheConfig()
                        .entryTtl(setting.life())
                        .serializeValuesWith(
                                SerializationPair.fromSerializer(new JacksonJsonRedisSerializer<>(Article.class))))
                .build();
        manager.afterPropertiesSet();
        this.cache = Objects.requireNonNull(manager.getCache("articles"));
    }

    @Override
    public Article get(String key) {
        return Objects.requireNonNull(cache.get(key, () -> setting.creator().create(key)));
    }

    @Override
    public void close() {
        connections.destroy();
    }
}
