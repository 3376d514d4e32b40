package io.dogpile.backend;

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
     * Makes a backend for one region.
     *
     * @param context what the region knows
     * @return a new backend
     * @throws io.dogpile.settings.InvalidSettingException if an argument can't be used
     */
    CacheBackend create(BackendContext context);
}
