package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.spring.cache.DogpileCache;
import io.dogpile.spring.observability.RegionCacheMetrics;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;

/** Tells Boot how to meter the caches of our cache manager. */
final class RegionMeterBinders implements CacheMeterBinderProvider<DogpileCache> {

    @Override
    public MeterBinder getMeterBinder(DogpileCache cache, Iterable<Tag> tags) {
        return RegionCacheMetrics.of(cache.getNativeCache(), tags);
    }
}
