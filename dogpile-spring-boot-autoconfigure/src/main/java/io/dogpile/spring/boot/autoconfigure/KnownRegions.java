package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.region.CacheRegion;
import io.dogpile.spring.cache.DogpileCacheManager;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** All regions of the application by name: the beans, and those that were created on demand. */
record KnownRegions(ObjectProvider<CacheRegion> beans, ObjectProvider<DogpileCacheManager> managers) {

    Map<String, CacheRegion> all() {
        Map<String, CacheRegion> all = new TreeMap<>();
        beans.forEach(region -> all.put(region.name(), region));
        managers.forEach(manager -> manager.getCacheNames().forEach(name -> {
            if (Objects.requireNonNull(manager.getCache(name)).getNativeCache() instanceof CacheRegion region) {
                all.put(name, region);
            }
        }));
        return all;
    }

    @Nullable
    CacheRegion get(String name) {
        return all().get(name);
    }
}
