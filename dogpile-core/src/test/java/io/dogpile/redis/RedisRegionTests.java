package io.dogpile.redis;

import io.dogpile.region.CacheRegionContract;
import io.dogpile.region.RegionConfig;
import java.util.UUID;

class RedisRegionTests extends CacheRegionContract {

    private final String keyPrefix = UUID.randomUUID() + ":";

    @Override
    protected RegionConfig.Builder config() {
        return RegionConfig.builder("dogpile.cache.redis")
                .argument("port", TestRedis.shared().port())
                .argument("key-prefix", keyPrefix)
                .argument("server-clock", false);
    }
}
