package io.dogpile.backend;

/** A proxy that changes nothing. */
public final class PassThroughProxy extends ProxyBackend {

    /**
     * Wraps a backend.
     *
     * @param proxied the backend to which calls go on
     */
    public PassThroughProxy(CacheBackend proxied) {
        super(proxied);
    }
}
