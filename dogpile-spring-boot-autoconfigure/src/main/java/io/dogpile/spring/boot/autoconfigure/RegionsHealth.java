package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.region.CacheRegion;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Up, or degraded: an application whose cache is gone still works, so that restarting it, or taking it off its load
 * balancer, would only add to the trouble. Boot leaves a status that it does not know out of the overall one.
 */
final class RegionsHealth implements HealthIndicator {

    static final Status DEGRADED = new Status("DEGRADED", "Some regions do without their backend");

    private final Supplier<List<CacheRegion>> regions;

    RegionsHealth(Supplier<List<CacheRegion>> regions) {
        this.regions = regions;
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up();
        for (CacheRegion region : regions.get()) {
            if (region.isConfigured()) {
                String outage = region.backend().outage();
                health.withDetail(region.name(), outage == null ? "up" : outage);
                if (outage != null) {
                    health.status(DEGRADED);
                }
            }
        }
        return health.build();
    }
}
