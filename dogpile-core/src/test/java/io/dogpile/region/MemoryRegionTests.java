package io.dogpile.region;

class MemoryRegionTests extends CacheRegionContract {

    @Override
    protected RegionConfig.Builder config() {
        return RegionConfig.builder("memory");
    }
}
