package io.dogpile.memory;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CacheBackendContract;
import io.dogpile.backend.PassThroughProxy;

class ProxiedMemoryBackendTests extends CacheBackendContract {

    @Override
    protected CacheBackend create(BackendContext context) {
        return new PassThroughProxy(new PassThroughProxy(new MemoryBackendFactory().create(context)));
    }
}
