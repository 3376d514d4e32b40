package io.dogpile.region;

import io.dogpile.backend.BackendWrapper;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.ProxyBackend;
import java.lang.reflect.Constructor;

/** Proxies that are named by their class. */
final class ProxyClasses {

    private ProxyClasses() {}

    static BackendWrapper wrapper(Class<? extends ProxyBackend> type) throws NoSuchMethodException {
        Constructor<? extends ProxyBackend> constructor = type.getConstructor(CacheBackend.class);
        return backend -> {
            try {
                return constructor.newInstance(backend);
            } catch (ReflectiveOperationException failure) {
                throw new IllegalStateException("The proxy " + type.getName() + " can't be made: " + failure, failure);
            }
        };
    }
}
