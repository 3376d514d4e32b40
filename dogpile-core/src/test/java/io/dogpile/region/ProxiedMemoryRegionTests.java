package io.dogpile.region;

import io.dogpile.backend.PassThroughProxy;

class ProxiedMemoryRegionTests extends CacheRegionContract {

    @Override
    protected RegionConfig.Builder config() {
        return RegionConfig.builder("memory").wrap(PassThroughProxy::new);
    }
}
