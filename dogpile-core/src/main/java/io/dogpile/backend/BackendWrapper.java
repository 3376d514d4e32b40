package io.dogpile.backend;

/**
 * Wraps a backend into a proxy, usually a constructor reference such as {@code AuditProxy::new}. Counterpart of the
 * classes and instances in dogpile.cache's {@code wrap} list.
 */
@FunctionalInterface
public interface BackendWrapper {

    /**
     * Decorates a backend.
     *
     * @param backend the backend so far
     * @return the backend that takes its place
     */
    CacheBackend wrap(CacheBackend backend);
}
