package io.dogpile.benchmarks.cluster;

import java.util.Map;
import java.util.Objects;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.redisson.spring.cache.CacheConfig;
import org.redisson.spring.cache.RedissonSpringCacheManager;
import org.springframework.cache.Cache;

/** What {@code @Cacheable(sync = true)} asks of Redisson's cache. */
final class RedissonSpring implements ReadThrough {

    private final Setting setting;
    private final RedissonClient client;
    private final Cache cache;

    RedissonSpring(Setting setting) {
        this.setting = setting;
        Config config = new Config();
        config.useSingleServer().setAddress(setting.url());
        this.client = Redisson.create(config);
        CacheConfig life = new CacheConfig(setting.life().toMillis(), 0);
        this.cache = Objects.requireNonNull(
                new RedissonSpringCacheManager(client, Map.of("articles", life)).getCache("articles"));
    }

    @Override
    public Article get(String key) {
        return Objects.requireNonNull(cache.get(key, () -> setting.creator().create(key)));
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
