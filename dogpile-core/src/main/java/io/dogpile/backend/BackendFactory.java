package io.dogpile.backend;

import io.dogpile.settings.Settings;
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

    /**
     * Whether a region leaves {@link #create} to its first use, so that an application starts without it. Asked when
     * the region is configured, because wrong arguments are refused then.
     *
     * @param arguments the region's arguments; if the answer is true, all that there are have to be asked for
     * @return true if {@code create} can't fail with these arguments; default false
     * @throws io.dogpile.settings.InvalidSettingException if an argument can't be used
     */
    default boolean canWait(Settings arguments) {
        return false;
    }
}
