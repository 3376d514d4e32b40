package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.region.RegionConfig;

/**
 * Changes the configuration of regions that the auto-configuration makes, after the application's properties have
 * been applied and before the region is built. Beans of this type are called in their order, for every region.
 */
@FunctionalInterface
public interface RegionCustomizer {

    /**
     * Changes what is of interest.
     *
     * @param regionName the region's name
     * @param builder its configuration so far
     */
    void customize(String regionName, RegionConfig.Builder builder);
}
