package io.dogpile.redis;

import io.dogpile.region.RegionListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a region told, by key. */
final class Events implements RegionListener {

    final List<Object> lostLocks = new CopyOnWriteArrayList<>();
    final List<Object> superseded = new CopyOnWriteArrayList<>();
    final List<Object> outdated = new CopyOnWriteArrayList<>();
    final List<Object> unreadable = new CopyOnWriteArrayList<>();
    final List<Object> tooLarge = new CopyOnWriteArrayList<>();
    final List<Throwable> errors = new CopyOnWriteArrayList<>();

    @Override
    public void onLostLock(String region, Object key) {
        lostLocks.add(key);
    }

    @Override
    public void onSuperseded(String region, Object key) {
        superseded.add(key);
    }

    @Override
    public void onOutdated(String region, Object key) {
        outdated.add(key);
    }

    @Override
    public void onUnreadable(String region, Object key, Throwable cause) {
        unreadable.add(key);
    }

    @Override
    public void onTooLarge(String region, Object key, long bytes) {
        tooLarge.add(key + " " + bytes);
    }

    @Override
    public void onBackendError(String region, String operation, Throwable error) {
        errors.add(error);
    }
}
