package io.dogpile.region;

import io.dogpile.backend.PassThroughProxy;

class ProxiedMemoryFailuresTests extends RegionFailuresContract {

    @Override
    protected RegionConfig.Builder config() {
        return RegionConfig.builder("memory").wrap(PassThroughProxy::new);
    }
}
