package io.dogpile.backend;

import java.util.Set;

/**
 * Makes the backends of one name. Found through {@link java.util.ServiceLoader}, or given to
 * {@link BackendRegistry#register}. Thread-safe.
 */
public interface BackendFactory {

    /**
     * The full name by which configuration asks for the backend, such as {@code dogpile.cache.memory}. Names that
     * start with {@code dogpile.cache.} can be shortened to what follows.
     *
     * @return the name
     */
    String name();

    /**
     * Other full names for the same backend.
     *
     * @return the names; default none
     */
    default Set<String> aliases() {
        return Set.of();
    }

    /**
     * Makes a backend for one region.
     *
     * @param context what the region knows
     * @return a new backend
     * @throws io.dogpile.settings.InvalidSettingException if an argument can't be used
     */
    CacheBackend create(BackendContext context);
}
