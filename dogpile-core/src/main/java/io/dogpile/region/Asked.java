package io.dogpile.region;

/**
 * What a call wants of a value that is there. Times are microseconds, or {@link Freshness#UNSAID}.
 *
 * @param expiration the age from which on it is stale
 * @param serveStale how long past that it may be served
 * @param policies the call's policies over the region's
 */
record Asked(long expiration, long serveStale, Policies policies) {}
