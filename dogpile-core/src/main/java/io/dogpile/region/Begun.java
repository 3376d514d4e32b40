package io.dogpile.region;

/** What a creation must know of the moment when it began, in microseconds. */
record Begun(long started, long cutoff) {

    static Begun now(Freshness freshness) {
        return new Begun(freshness.stamp(), freshness.newestCutoff());
    }
}
