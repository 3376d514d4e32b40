package org.example.mapcache;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CacheBackendContract;

class MapBackendTests extends CacheBackendContract {

    @Override
    protected CacheBackend create(BackendContext context) {
        return new MapBackendFactory().create(context);
    }
}
