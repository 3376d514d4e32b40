package io.dogpile.spring.cache;

import io.dogpile.settings.Suggestions;
import java.util.Collection;

/** An annotation such as {@code @Cacheable} names a cache that is no region, for instance because of a misspelling. */
public class UnknownRegionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param name the name that was asked for
     * @param known the names of the regions that exist
     */
    public UnknownRegionException(String name, Collection<String> known) {
        super("There is no region named '" + name + "'. " + Suggestions.advice(name, known));
    }
}
