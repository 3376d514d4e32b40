package io.dogpile.memory;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.BackendFactory;
import io.dogpile.backend.CacheBackend;
import io.dogpile.settings.Settings;

/**
 * Makes {@code dogpile.cache.memory}: entries in this JVM, by reference. Argument: {@code maximum-size}, how many
 * entries it holds at most (default 10 000); the least useful are dropped first (Caffeine's W-TinyLFU).
 */
public final class MemoryBackendFactory implements BackendFactory {

    /** For {@link java.util.ServiceLoader}. */
    public MemoryBackendFactory() {}

    @Override
    public String name() {
        return "dogpile.cache.memory";
    }

    @Override
    public CacheBackend create(BackendContext context) {
        return new MemoryBackend(context);
    }

    @Override
    public boolean canWait(Settings arguments) {
        MemoryBackend.maximumSize(arguments);
        return true;
    }
}
