package io.dogpile.spring.observability;

import io.micrometer.observation.Observation;

/** What an observation of a creation knows. As thread-safe as {@link io.micrometer.observation.Observation.Context}. */
public final class CreationObservationContext extends Observation.Context {

    private final String region;
    private final Object key;

    /**
     * Creates a context.
     *
     * @param region the region's name
     * @param key the key, after mangling; a list of keys for a creation of several
     */
    public CreationObservationContext(String region, Object key) {
        this.region = region;
        this.key = key;
    }

    /**
     * The region's name.
     *
     * @return the name
     */
    public String region() {
        return region;
    }

    /**
     * What is being created.
     *
     * @return the key, after mangling; a list of keys for a creation of several
     */
    public Object key() {
        return key;
    }
}
