package io.dogpile.region;

import io.dogpile.backend.CachedValue;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.lock.Watch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key whose value is made outside of the region. */
final class WatchedKey implements KeyWatch {

    private final ConfiguredRegion region;
    private final Object key;
    private final long started;
    private final long cutoff;
    private final Watch here;
    private final Held elsewhere;

    WatchedKey(ConfiguredRegion region, Object key) {
        this.region = region;
        this.key = key;
        this.started = region.freshness.stamp();
        this.cutoff = region.freshness.newestCutoff();
        this.here = region.lock.watch(key);
        this.elsewhere = region.store.watch(key);
    }

    @Override
    @SuppressWarnings("NullAway") // its generics don't follow a nullable type argument through a method
    public boolean store(@Nullable Object value) {
        if (!region.isStorable(value)) {
            return false;
        }
        CachedValue<?> entry = region.entries.entry(key, value, started, region.freshness.stamp(), CallOptions.NONE);
        boolean stored = region.freshness.newestCutoff() == cutoff
                && here.commit(() -> {
                    region.failures.forget(List.of(key));
                    return region.store.store(key, entry, elsewhere);
                });
        region.events.onWatched(key, stored);
        if (!stored) {
            NewerData.orElse(region, key, entry, Object.class, Freshness.UNSAID);
        }
        return stored;
    }

    @Override
    public void close() {
        here.close();
    }
}
