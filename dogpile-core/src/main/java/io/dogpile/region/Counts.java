package io.dogpile.region;

import io.dogpile.lock.StaleReason;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The region's counters. Those of lookups are missing unless wanted, for they are touched by every hit. */
final class Counts implements RegionListener {

    final @Nullable LongAdder hits;
    final @Nullable LongAdder misses;
    final LongAdder puts = new LongAdder();

    private final LongAdder creations = new LongAdder();
    private final LongAdder creationFailures = new LongAdder();
    private final LongAccumulator longestCreation = new LongAccumulator(Math::max, 0);
    private final LongAdder joined = new LongAdder();
    private final LongAdder waitTimeouts = new LongAdder();
    private final LongAdder loadsAvoided = new LongAdder();
    private final LongAdder staleServed = new LongAdder();
    private final LongAdder servedOnError = new LongAdder();
    private final LongAdder creatorTimeouts = new LongAdder();
    private final LongAdder noTurns = new LongAdder();
    private final LongAdder failuresServed = new LongAdder();
    private final LongAdder superseded = new LongAdder();
    private final LongAdder outdated = new LongAdder();
    private final LongAdder lostLocks = new LongAdder();
    private final LongAdder backgroundFailures = new LongAdder();
    private final LongAdder backgroundRejections = new LongAdder();
    private final LongAdder unreadable = new LongAdder();
    private final LongAdder tooLarge = new LongAdder();
    private final LongAdder backendErrors = new LongAdder();

    Counts(boolean lookups) {
        hits = lookups ? new LongAdder() : null;
        misses = lookups ? new LongAdder() : null;
    }

    void looked(int fresh, int others) {
        if (hits != null && misses != null) {
            hits.add(fresh);
            misses.add(others);
        }
    }

    RegionStats snapshot() {
        return new RegionStats(
                hits != null,
                hits == null ? 0 : hits.sum(),
                misses == null ? 0 : misses.sum(),
                puts.sum(),
                creations.sum(),
                creationFailures.sum(),
                Duration.ofNanos(longestCreation.get()),
                joined.sum(),
                waitTimeouts.sum(),
                loadsAvoided.sum(),
                staleServed.sum(),
                servedOnError.sum(),
                creatorTimeouts.sum(),
                noTurns.sum(),
                failuresServed.sum(),
                superseded.sum(),
                outdated.sum(),
                lostLocks.sum(),
                backgroundFailures.sum(),
                backgroundRejections.sum(),
                unreadable.sum(),
                tooLarge.sum(),
                backendErrors.sum());
    }

    @Override
    public void onCreated(String region, Object key, Duration took) {
        creations.increment();
        longestCreation.accumulate(took.toNanos());
    }

    @Override
    public void onCreationFailed(String region, Object key, Duration took, Throwable error) {
        creationFailures.increment();
        longestCreation.accumulate(took.toNanos());
    }

    @Override
    public void onFailureServed(String region, Object key) {
        failuresServed.increment();
    }

    @Override
    public void onSuperseded(String region, Object key) {
        superseded.increment();
    }

    @Override
    public void onOutdated(String region, Object key) {
        outdated.increment();
    }

    @Override
    public void onJoined(String region, Object key, Duration waited) {
        joined.increment();
    }

    @Override
    public void onWaitTimeout(String region, Object key, Duration waited) {
        waitTimeouts.increment();
    }

    @Override
    public void onLoadAvoided(String region, Object key) {
        loadsAvoided.increment();
    }

    @Override
    public void onStaleServed(String region, Object key, StaleReason why) {
        staleServed.increment();
        if (why == StaleReason.FAILED || why == StaleReason.BACKING_OFF) {
            servedOnError.increment();
        }
    }

    @Override
    public void onCreatorTimeout(String region, Object key, Duration limit) {
        creatorTimeouts.increment();
    }

    @Override
    public void onNoTurn(String region, Object key, Duration waited) {
        noTurns.increment();
    }

    @Override
    public void onLostLock(String region, Object key) {
        lostLocks.increment();
    }

    @Override
    public void onBackgroundFailure(String region, Object key, Throwable error) {
        backgroundFailures.increment();
    }

    @Override
    public void onBackgroundRejected(String region, Object key, RejectedExecutionException reason) {
        backgroundRejections.increment();
    }

    @Override
    public void onUnreadable(String region, Object key, Throwable cause) {
        unreadable.increment();
    }

    @Override
    public void onTooLarge(String region, Object key, long bytes) {
        tooLarge.increment();
    }

    @Override
    public void onBackendError(String region, String operation, Throwable error) {
        backendErrors.increment();
    }
}
