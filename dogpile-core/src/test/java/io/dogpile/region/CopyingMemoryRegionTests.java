package io.dogpile.region;

class CopyingMemoryRegionTests extends CacheRegionContract {

    @Override
    protected RegionConfig.Builder config() {
        return RegionConfig.builder("dogpile.cache.memory_pickle");
    }
}
