package io.dogpile.region;

import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.LocalMutexes;
import io.dogpile.backend.Mutex;
import io.dogpile.backend.ProxyBackend;

/** Has the mutexes of others, who stand for other processes. */
final class SharedMutexes extends ProxyBackend {

    private final LocalMutexes mutexes;

    SharedMutexes(CacheBackend proxied, LocalMutexes mutexes) {
        super(proxied);
        this.mutexes = mutexes;
    }

    @Override
    public Mutex mutex(Object key) {
        return mutexes.mutex(key);
    }
}
