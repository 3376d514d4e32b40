package org.example.mapcache;

import io.dogpile.backend.BackendRegistry;
import io.dogpile.region.CacheRegionContract;
import io.dogpile.region.RegionConfig;

class MapRegionTests extends CacheRegionContract {

    @Override
    protected RegionConfig.Builder config() {
        BackendRegistry registry = BackendRegistry.load(getClass().getClassLoader());
        registry.register(new MapBackendFactory());
        return RegionConfig.builder("example.map").registry(registry);
    }
}
