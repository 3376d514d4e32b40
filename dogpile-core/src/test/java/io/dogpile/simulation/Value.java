package io.dogpile.simulation;

/**
 * What the values of the simulation say.
 *
 * @param version of the data from which it was made
 * @param maker what made it
 */
record Value(String key, int version, String maker) {

    static Value of(String text) {
        String[] parts = text.split(":", 3);
        return new Value(parts[0], Integer.parseInt(parts[1]), parts[2]);
    }

    String text() {
        return key + ":" + version + ":" + maker;
    }
}
