package io.dogpile.region;

/** What a creation must know of the moment when it began, in microseconds, and what its creator says meanwhile. */
record Begun(long started, long cutoff, CreationContext context) {

    static Begun now(Freshness freshness, CreationContext context) {
        return new Begun(freshness.stamp(), freshness.newestCutoff(), context);
    }
}
