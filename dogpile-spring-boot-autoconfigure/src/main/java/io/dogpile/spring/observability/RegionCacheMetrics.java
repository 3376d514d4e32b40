package io.dogpile.spring.observability;

import io.dogpile.region.CacheRegion;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The meters that Micrometer has for every cache, {@code cache.gets}, {@code cache.puts}, {@code cache.size} and {@code
 * cache.evictions}, the last two where the backend knows them. A stale value counts as a miss. Thread-safe.
 */
public final class RegionCacheMetrics extends CacheMeterBinder<CacheRegion> {

    private RegionCacheMetrics(CacheRegion region, Iterable<Tag> tags) {
        super(region, region.name(), tags);
    }

    /**
     * The meters of a region.
     *
     * @param region the region
     * @param tags tags besides {@code cache}
     * @return a binder; one that binds nothing if the region does not count its look-ups, see {@link
     *     io.dogpile.region.RegionConfig.Builder#recordStats}
     */
    public static MeterBinder of(CacheRegion region, Iterable<Tag> tags) {
        return region.stats().lookups() ? new RegionCacheMetrics(region, tags) : registry -> {};
    }

    @Override
    protected @Nullable Long size() {
        CacheRegion region = getCache();
        return region == null ? null : number(region.backend().estimatedSize());
    }

    @Override
    protected long hitCount() {
        CacheRegion region = getCache();
        return region == null ? 0 : region.stats().hits();
    }

    @Override
    protected Long missCount() {
        CacheRegion region = getCache();
        return region == null ? 0 : region.stats().misses();
    }

    @Override
    protected @Nullable Long evictionCount() {
        CacheRegion region = getCache();
        return region == null ? null : number(region.backend().evictionCount());
    }

    @Override
    protected long putCount() {
        CacheRegion region = getCache();
        return region == null ? 0 : region.stats().puts();
    }

    @Override
    protected void bindImplementationSpecificMetrics(MeterRegistry registry) {
        // RegionMeters are for all regions, not only those that are caches of Spring's
    }

    private static @Nullable Long number(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }
}
