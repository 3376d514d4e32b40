package io.dogpile.benchmarks.startup;

/**
 * What a start took.
 *
 * @param manager simple name of the cache manager's class
 * @param creations how often the value was made for two calls with the same key
 * @param startedMillis from the application's main method until it was ready, as Boot says
 * @param processMillis from the JVM's start until the application was ready
 * @param firstCallMillis the first call of the cached method
 * @param loadedClasses how many classes the JVM had loaded when the application was ready
 */
record Start(
        String manager,
        int creations,
        double startedMillis,
        double processMillis,
        double firstCallMillis,
        long loadedClasses) {

    static Start parse(String line) {
        String[] parts = line.split(" ");
        return new Start(
                parts[0],
                Integer.parseInt(parts[1]),
                Double.parseDouble(parts[2]),
                Double.parseDouble(parts[3]),
                Double.parseDouble(parts[4]),
                Long.parseLong(parts[5]));
    }
}
