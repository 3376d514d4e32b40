package io.dogpile.redis;

import io.dogpile.region.RegionConfig;
import io.dogpile.region.RegionFailuresContract;
import java.util.UUID;

class RedisFailuresTests extends RegionFailuresContract {

    private final String keyPrefix = UUID.randomUUID() + ":";

    @Override
    protected RegionConfig.Builder config() {
        return RegionConfig.builder("dogpile.cache.redis")
                .argument("port", TestRedis.shared().port())
                .argument("key-prefix", keyPrefix)
                .argument("server-clock", false)
                .argument("socket-timeout", "1h"); // of the timer that the suite moves
    }
}
