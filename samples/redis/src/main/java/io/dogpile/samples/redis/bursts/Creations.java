package io.dogpile.samples.redis.bursts;

import io.dogpile.region.RegionListener;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/** Counts the values that this instance's regions created. */
@Component
class Creations implements RegionListener {

    private final LongAdder count = new LongAdder();

    @Override
    public void onCreated(String region, Object key, Duration took) {
        count.increment();
    }

    long count() {
        return count.sum();
    }
}
