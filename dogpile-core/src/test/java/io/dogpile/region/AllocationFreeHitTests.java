package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P13: a hit on the memory backend allocates nothing. */
@Timeout(60)
class AllocationFreeHitTests {

    private static final int HITS = 200_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final AtomicLong hits = new AtomicLong();
    private final Callable<String> notWanted = () -> {
        throw new AssertionError("there is a fresh value");
    };

    @Test
    void ofAnEntryThatNeverExpires() {
        assertThat(bytesPerHit(CacheRegion.of("test", Regions.memory().build())))
                .isLessThan(1);
    }

    @Test
    void ofAnEntryThatExpires() {
        assertThat(bytesPerHit(CacheRegion.of(
                        "test",
                        Regions.memory().expirationTime(Duration.ofDays(1)).build())))
                .isLessThan(1);
    }

    @Test
    void byACallWithPoliciesOfItsOwn() {
        CallOptions options = CallOptions.NONE.following(Policies.NONE.serveStaleOnError(Duration.ofHours(1)));
        RegionConfig.Builder config = Regions.memory().expirationTime(Duration.ofDays(1));
        assertThat(bytesPerHit(CacheRegion.of("test", config.build()), options)).isLessThan(1);
        Policies regional = Policies.NONE.retryBackoff(Duration.ofSeconds(2)).earlyRefreshThreshold(0.8);
        assertThat(bytesPerHit(CacheRegion.of("test", config.policies(regional).build()), options))
                .isLessThan(1);
    }

    private double bytesPerHit(CacheRegion region) {
        return bytesPerHit(region, CallOptions.NONE);
    }

    private double bytesPerHit(CacheRegion region, CallOptions options) {
        region.set("key", "value");
        hit(region, HITS, options);
        hits.set(0);
        long before = threads.getCurrentThreadAllocatedBytes();
        hit(region, HITS, options);
        long after = threads.getCurrentThreadAllocatedBytes();
        assertThat(hits).hasValue(HITS);
        return (double) (after - before) / HITS;
    }

    private void hit(CacheRegion region, int times, CallOptions options) {
        for (int i = 0; i < times; i++) {
            if ("value".equals(region.getOrCreate("key", notWanted, options))) {
                hits.incrementAndGet();
            }
        }
    }
}
