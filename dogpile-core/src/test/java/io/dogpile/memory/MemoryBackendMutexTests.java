package io.dogpile.memory;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.Mutex;
import io.dogpile.backend.MutexContract;
import io.dogpile.settings.Settings;
import io.dogpile.testing.MutableClock;
import java.util.Map;

class MemoryBackendMutexTests extends MutexContract {

    private final CacheBackend backend = new CopyingMemoryBackendFactory()
            .create(new BackendContext(
                    "region", Settings.of("", Map.of()), null, new MutableClock(), (key, cause) -> {}));

    @Override
    protected Mutex mutex(String key) {
        return backend.mutex(key);
    }
}
