package io.dogpile.spring.cache;

/** Two regions have the same name, so that only one of them could be the cache of that name. */
public class DuplicateRegionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String name;

    /**
     * Creates the exception.
     *
     * @param name the name that both have
     */
    public DuplicateRegionException(String name) {
        super("Two regions are named '" + name + "'. A region's name is the name of its cache.");
        this.name = name;
    }

    /**
     * The name that both regions have.
     *
     * @return the name
     */
    public String name() {
        return name;
    }
}
