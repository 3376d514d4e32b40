package io.dogpile.memory;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.BackendFactory;
import io.dogpile.backend.CacheBackend;
import io.dogpile.codec.JdkCodec;

/**
 * Makes {@code dogpile.cache.memory_pickle}: entries in this JVM, by copy. A caller who changes a value that it got
 * changes its own copy. Values must be {@link java.io.Serializable}; keys are turned into text, as where bytes leave
 * the JVM. Argument: {@code maximum-size}, as for {@link MemoryBackendFactory}.
 */
public final class CopyingMemoryBackendFactory implements BackendFactory {

    /** For {@link java.util.ServiceLoader}. */
    public CopyingMemoryBackendFactory() {}

    @Override
    public String name() {
        return "dogpile.cache.memory_pickle";
    }

    @Override
    public CacheBackend create(BackendContext context) {
        return new CopyingBackend(new MemoryBackend(context), JdkCodec.ownClassesOnly(), context.listener());
    }
}
