package io.dogpile.region;

import java.time.Duration;

/**
 * What a region has counted since it was configured, in this JVM. A call for several keys counts once per key, except
 * that its creator counts once. Figures are read one after another while callers go on, so they need not add up to the
 * last unit.
 *
 * @param lookups whether {@code hits} and {@code misses} are counted, see {@link RegionConfig.Builder#recordStats}
 * @param hits how often a caller found a fresh value; zero if lookups are not counted
 * @param misses how often a caller found none, which includes those that got a stale value; zero if lookups are not
 *     counted
 * @param puts how many entries were given to the backend, created or set
 * @param creations how often a creator returned
 * @param creationFailures how often a creator threw
 * @param longestCreation how long a creator ran at most; zero before the first
 * @param joined how often a caller waited for the end of another's creation
 * @param waitTimeouts how often a caller gave up waiting
 * @param loadsAvoided how often a caller's creator was not called because of another's creation
 * @param staleServed how often a caller got a stale value
 * @param servedOnError how many of these got it because a creator failed, or had failed a short while ago
 * @param creatorTimeouts how often a creator ran longer than it may
 * @param noTurns how often a creation did not get its turn because too many were running
 * @param failuresServed how often a caller got the remembered failure of an earlier creator
 * @param superseded how many created values were not stored because something newer had come
 * @param outdated how many values, created or set, were not stored because what is stored was made from newer data
 * @param lostLocks how many locks of the backend were lost during a creation
 * @param backgroundFailures how many creations in the background failed
 * @param backgroundRejections how many creations in the background the executor refused
 * @param unreadable how many entries could not be read
 * @param tooLarge how many values were too large to be stored
 * @param backendErrors how many requests to the backend failed
 */
public record RegionStats(
        boolean lookups,
        long hits,
        long misses,
        long puts,
        long creations,
        long creationFailures,
        Duration longestCreation,
        long joined,
        long waitTimeouts,
        long loadsAvoided,
        long staleServed,
        long servedOnError,
        long creatorTimeouts,
        long noTurns,
        long failuresServed,
        long superseded,
        long outdated,
        long lostLocks,
        long backgroundFailures,
        long backgroundRejections,
        long unreadable,
        long tooLarge,
        long backendErrors) {}
