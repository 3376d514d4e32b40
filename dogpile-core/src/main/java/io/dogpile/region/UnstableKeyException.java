package io.dogpile.region;

/** A key can't be found again: its equality or its text depends on the object's address, not on what it holds. */
public class UnstableKeyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what is wrong with the key and what to do
     */
    public UnstableKeyException(String message) {
        super(message);
    }
}
