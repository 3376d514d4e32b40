package org.example.mapcache;

import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.Mutex;
import io.dogpile.backend.MutexContract;

class MapBackendMutexTests extends MutexContract {

    private final CacheBackend backend = new MapBackend();

    @Override
    protected Mutex mutex(String key) {
        return backend.mutex(key);
    }
}
