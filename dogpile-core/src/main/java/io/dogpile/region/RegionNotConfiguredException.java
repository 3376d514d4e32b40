package io.dogpile.region;

/** A region was used before it was configured. */
public class RegionNotConfiguredException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param name the region's name
     */
    public RegionNotConfiguredException(String name) {
        super("Region '" + name + "' is not configured yet. Call configure(...) or configureFromConfig(...) first.");
    }
}
