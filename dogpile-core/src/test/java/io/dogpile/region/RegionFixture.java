package io.dogpile.region;

import static io.dogpile.region.Making.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.lock.LockInside;
import io.dogpile.testing.MutableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;

/** Makes regions and keys for {@link CacheRegionContract}, and closes the regions. */
public abstract class RegionFixture {

    /** The clock of all regions of a test. */
    protected final MutableClock clock = new MutableClock();

    private final String keyPrefix = "region-" + UUID.randomUUID() + "-";
    private final List<CacheRegion> regions = new ArrayList<>();
    private final AtomicInteger creations = new AtomicInteger();

    /** For the suites. */
    protected RegionFixture() {}

    /**
     * A configuration with the backend to be tested and all other defaults. A store that outlives the test need not
     * be empty.
     *
     * @return a new builder
     */
    protected abstract RegionConfig.Builder config();

    /**
     * A region with all defaults: values never expire.
     *
     * @return a new region, closed after the test
     */
    protected final CacheRegion region() {
        return region(builder -> builder);
    }

    /**
     * A region whose values expire.
     *
     * @param expirationTime the age after which they are stale
     * @return a new region, closed after the test
     */
    protected final CacheRegion region(Duration expirationTime) {
        return region(builder -> builder.expirationTime(expirationTime));
    }

    /**
     * A region with further settings.
     *
     * @param settings what to add
     * @return a new region, closed after the test
     */
    protected final CacheRegion region(UnaryOperator<RegionConfig.Builder> settings) {
        CacheRegion region =
                CacheRegion.of("contract", settings.apply(config().clock(clock)).build());
        regions.add(region);
        return region;
    }

    /**
     * A key that no other test uses.
     *
     * @param name tells the keys of a test apart
     * @return the same key for the same name
     */
    protected final String key(String name) {
        return keyPrefix + name;
    }

    /**
     * A creator whose values are numbered from 1, throughout the test.
     *
     * @return gives {@code value 1}, then {@code value 2} and so on
     */
    protected final Callable<String> numbered() {
        return () -> "value " + creations.incrementAndGet();
    }

    /** P12: when a test's calls have ended, nothing per key or caller remains. */
    final void awaitNothingKept() {
        regions.forEach(region -> soon().untilAsserted(() ->
                assertThat(LockInside.kept(Regions.lockOf(region))).isEmpty()));
    }

    @AfterEach
    void closeRegions() {
        regions.forEach(CacheRegion::close);
    }
}
