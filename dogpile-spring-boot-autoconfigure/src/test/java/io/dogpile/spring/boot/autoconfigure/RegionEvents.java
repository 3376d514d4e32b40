package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.region.RegionListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what regions told. */
final class RegionEvents implements RegionListener {

    final List<Throwable> unreadable = new CopyOnWriteArrayList<>();
    final List<Throwable> errors = new CopyOnWriteArrayList<>();

    @Override
    public void onUnreadable(String region, Object key, Throwable cause) {
        unreadable.add(cause);
    }

    @Override
    public void onBackendError(String region, String operation, Throwable error) {
        errors.add(error);
    }
}
