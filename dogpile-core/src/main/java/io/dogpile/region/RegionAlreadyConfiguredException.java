package io.dogpile.region;

/** A region was configured twice without asking for it. */
public class RegionAlreadyConfiguredException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param name the region's name
     * @param backend what it is configured with
     */
    public RegionAlreadyConfiguredException(String name, String backend) {
        super("Region '" + name + "' is already configured with " + backend
                + ". Set replaceExistingBackend (replace_existing_backend) if that is to be replaced.");
    }
}
