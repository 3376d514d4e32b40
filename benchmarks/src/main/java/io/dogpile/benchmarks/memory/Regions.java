package io.dogpile.benchmarks.memory;

import static io.dogpile.benchmarks.memory.LocalCache.keys;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionConfig;
import java.util.concurrent.Callable;

/** Our regions without Spring. */
final class Regions {

    private static final Callable<Object> CREATOR = () -> {
        throw LocalCache.notAHit();
    };

    private Regions() {}

    static LocalCache get() {
        CacheRegion region = filled();
        return new LocalCache(region::get, region);
    }

    static LocalCache getOrCreate() {
        CacheRegion region = filled();
        return new LocalCache(key -> region.getOrCreate(key, CREATOR), region);
    }

    private static CacheRegion filled() {
        CacheRegion region = CacheRegion.of(
                "pages",
                RegionConfig.builder("memory")
                        .argument("maximum-size", LocalCache.MAXIMUM_SIZE)
                        .expirationTime(LocalCache.EXPIRATION)
                        .build());
        keys().forEach(key -> region.set(key, key));
        return region;
    }
}
