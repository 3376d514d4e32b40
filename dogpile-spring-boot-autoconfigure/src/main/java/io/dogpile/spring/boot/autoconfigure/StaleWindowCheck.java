package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Says once per region that creations take longer than stale values may be served, so that callers wait after all. */
final class StaleWindowCheck implements RegionListener {

    private static final Log LOG = LogFactory.getLog(StaleWindowCheck.class);

    /** Regions that were not warned of yet; none whose values are never stale, or are served for ever or not at all. */
    private final Map<String, Duration> windows = new ConcurrentHashMap<>();

    @Override
    public void onConfigured(CacheRegion region) {
        windows.remove(region.name());
        if (region.settings().get("serve-stale") instanceof Duration window
                && region.settings().get("expiration-time") instanceof Duration expiration
                && !expiration.isNegative()
                && !window.isNegative()
                && !window.isZero()) {
            windows.put(region.name(), window);
        }
    }

    @Override
    public void onCreated(String region, Object key, Duration took) {
        Duration window = windows.get(region);
        if (window != null && took.compareTo(window) > 0 && windows.remove(region, window)) {
            LOG.warn("Region '" + region + "': a creation took " + took.toMillis() + " ms, and stale values are served"
                    + " for " + window.toMillis() + " ms only, so callers of an expired value wait for its successor."
                    + " Set serve-stale to more than the longest creation, or to 0 if callers are meant to wait.");
        }
    }
}
