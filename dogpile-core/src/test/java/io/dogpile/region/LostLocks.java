package io.dogpile.region;

import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.ProxyBackend;
import java.time.Duration;
import java.util.Optional;

/** Loses every lock before its holder stores anything. */
final class LostLocks extends ProxyBackend {

    LostLocks(CacheBackend proxied) {
        super(proxied);
    }

    @Override
    public boolean set(Object key, CachedValue<?> value, Held held) {
        return held == null && super.set(key, value, null);
    }

    @Override
    public Mutex mutex(Object key) {
        return new Mutex() {

            @Override
            public Optional<Held> tryAcquire(Duration limit) {
                return Optional.of(() -> false);
            }

            @Override
            public boolean isLocked() {
                return false;
            }

            @Override
            public String holder() {
                return "nobody";
            }
        };
    }
}
