package io.dogpile.benchmarks.cluster;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.MultiLevelCacheBuilder;
import com.alicp.jetcache.RefreshPolicy;
import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import com.alicp.jetcache.redis.lettuce.RedisLettuceCacheBuilder;
import com.alicp.jetcache.support.Kryo5ValueDecoder;
import com.alicp.jetcache.support.Kryo5ValueEncoder;
import io.lettuce.core.RedisClient;
import java.util.concurrent.TimeUnit;

/**
 * JetCache: in Redis, with its protection against penetration; or also in memory, where a task for each key that was
 * read makes the value anew before it expires.
 */
final class JetCache implements ReadThrough {

    private final RedisClient client;
    private final Cache<String, Article> cache;

    JetCache(Setting setting, boolean refreshed) {
        this.client = RedisClient.create(setting.url());
        long life = setting.life().toMillis();
        long keptFor = refreshed ? 10 * life : life;
        var remote = RedisLettuceCacheBuilder.createRedisLettuceCacheBuilder()
                .redisClient(client)
                .keyPrefix("jetcache:")
                .valueEncoder(Kryo5ValueEncoder.INSTANCE)
                .valueDecoder(Kryo5ValueDecoder.INSTANCE)
                .cachePenetrateProtect(true)
                .expireAfterWrite(keptFor, TimeUnit.MILLISECONDS);
        this.cache = refreshed
                ? refreshed(setting, remote.buildCache(), life, keptFor)
                : remote.loader(setting.creator()::create).buildCache();
    }

    private static Cache<String, Article> refreshed(
            Setting setting, Cache<String, Article> remote, long life, long keptFor) {
        Cache<String, Article> near = CaffeineCacheBuilder.createCaffeineCacheBuilder()
                .expireAfterWrite(keptFor, TimeUnit.MILLISECONDS)
                .buildCache();
        return MultiLevelCacheBuilder.createMultiLevelCacheBuilder()
                .addCache(near, remote)
                .cachePenetrateProtect(true)
                .loader(setting.creator()::create)
                .refreshPolicy(RefreshPolicy.newPolicy(life, TimeUnit.MILLISECONDS)
                        .stopRefreshAfterLastAccess(keptFor, TimeUnit.MILLISECONDS))
                .expireAfterWrite(keptFor, TimeUnit.MILLISECONDS)
                .buildCache();
    }

    @Override
    public Article get(String key) {
        return cache.get(key);
    }

    @Override
    public void close() {
        cache.close();
        client.shutdown();
    }
}
