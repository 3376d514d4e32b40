package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.region.CacheRegion;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Makes regions as they are asked for, in an application that configures none. */
final class OnDemandRegions implements Function<String, CacheRegion> {

    private static final Log logger = LogFactory.getLog(OnDemandRegions.class);

    private final RegionFactory factory;
    private final AtomicBoolean told = new AtomicBoolean();

    OnDemandRegions(RegionFactory factory) {
        this.factory = factory;
    }

    @Override
    public CacheRegion apply(String name) {
        if (told.compareAndSet(false, true)) {
            logger.info("No region is configured, so cache '" + name + "', and every other name that is asked for, gets"
                    + " one in memory. To choose its backend and when its values expire, set "
                    + factory.display(name) + ".backend and .expiration-time; from then on unknown names are errors.");
        }
        return factory.createOnDemand(name);
    }
}
