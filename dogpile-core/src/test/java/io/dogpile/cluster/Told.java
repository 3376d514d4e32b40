package io.dogpile.cluster;

import io.dogpile.region.RegionListener;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Counts what a region told. Thread-safe. */
final class Told implements RegionListener {

    private final Map<String, Integer> counts = new TreeMap<>();

    private synchronized void count(String event) {
        counts.merge(event, 1, Integer::sum);
    }

    @Override
    public void onJoined(String region, Object key, Duration waited) {
        count("joined");
    }

    @Override
    public void onStaleServed(String region, Object key, io.dogpile.lock.StaleReason why) {
        count("staleServed");
    }

    @Override
    public void onCreationFailed(String region, Object key, Duration took, Throwable error) {
        count("creationFailed");
    }

    @Override
    public void onCreatorTimeout(String region, Object key, Duration limit) {
        count("creatorTimeout");
    }

    @Override
    public void onWaitTimeout(String region, Object key, Duration waited) {
        count("waitTimeout");
    }

    @Override
    public void onNoTurn(String region, Object key, Duration waited) {
        count("noTurn");
    }

    @Override
    public void onBackgroundFailure(String region, Object key, Throwable error) {
        count("backgroundFailure");
    }

    @Override
    public void onLostLock(String region, Object key) {
        count("lostLock");
    }

    @Override
    public void onSuperseded(String region, Object key) {
        count("superseded");
    }

    @Override
    public void onOutdated(String region, Object key) {
        count("outdated");
    }

    @Override
    public void onUnreadable(String region, Object key, Throwable cause) {
        count("unreadable");
    }

    @Override
    public void onBackendError(String region, String operation, Throwable error) {
        count("backendError");
    }

    /** Such as {@code {joined=3, lostLock=1}}. */
    @Override
    public synchronized String toString() {
        return counts.toString();
    }
}
