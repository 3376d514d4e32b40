package io.dogpile.spring.cache;

import io.dogpile.redis.TestRedis;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionConfig;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Two regions stand for two processes. */
class RedisTransactionTests extends TransactionContract {

    private static final String PREFIX = UUID.randomUUID() + ":";

    private static CacheRegion one;
    private static CacheRegion two;

    private boolean oneIsTaken;

    @BeforeAll
    static void connect() {
        one = connected();
        two = connected();
    }

    private static CacheRegion connected() {
        return CacheRegion.of(
                "books",
                RegionConfig.builder("dogpile.cache.redis")
                        .argument("port", TestRedis.shared().port())
                        .argument("key-prefix", PREFIX)
                        .build());
    }

    @AfterAll
    static void disconnect() {
        one.close();
        two.close();
    }

    @Override
    CacheRegion region() {
        CacheRegion region = oneIsTaken ? two : one;
        oneIsTaken = true;
        return region;
    }

    @Override
    void closeRegions() {
        one.deleteMulti(List.of(1, 2, "other"));
    }
}
