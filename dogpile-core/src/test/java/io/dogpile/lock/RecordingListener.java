package io.dogpile.lock;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;

/** Remembers the names of what it was told. */
final class RecordingListener implements FlightListener {

    final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void onJoined(Object key, Duration waited) {
        told.add("joined");
    }

    @Override
    public void onStaleServed(Object key, StaleReason why) {
        told.add("stale served");
    }

    @Override
    public void onLostLock(Object key) {
        told.add("lost lock");
    }

    @Override
    public void onBackgroundRejected(Object key, RejectedExecutionException reason) {
        told.add("background rejected");
    }

    @Override
    public void onBackgroundFailure(Object key, Throwable error) {
        told.add("background failure");
    }
}
