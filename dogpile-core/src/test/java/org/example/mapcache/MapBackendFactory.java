package org.example.mapcache;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.BackendFactory;
import io.dogpile.backend.CacheBackend;

/** Makes {@code example.map}. */
public final class MapBackendFactory implements BackendFactory {

    /** For {@link java.util.ServiceLoader}. */
    public MapBackendFactory() {}

    @Override
    public String name() {
        return "example.map";
    }

    @Override
    public CacheBackend create(BackendContext context) {
        return new MapBackend();
    }
}
