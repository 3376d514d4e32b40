package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.region.CacheRegion;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Shows regions, deletes keys and invalidates. The key and the kind of invalidation have no default: a misspelt parameter
 * must not empty a region.
 */
@Endpoint(id = "dogpile")
class DogpileEndpoint {

    private final KnownRegions regions;

    DogpileEndpoint(KnownRegions regions) {
        this.regions = regions;
    }

    @ReadOperation
    Regions regions() {
        Map<String, RegionDescriptor> descriptors = new LinkedHashMap<>();
        regions.all().forEach((name, region) -> descriptors.put(name, RegionDescriptor.of(region)));
        return new Regions(descriptors);
    }

    @ReadOperation
    @Nullable
    RegionDescriptor region(@Selector String region) {
        CacheRegion found = regions.get(region);
        return found == null ? null : RegionDescriptor.of(found);
    }

    /** Null if there is no such region. */
    @DeleteOperation
    @Nullable
    Deleted delete(@Selector String region, String key) {
        CacheRegion found = regions.get(region);
        if (found == null) {
            return null;
        }
        boolean removed = false;
        for (Object form : found.backend().stringKeys() ? Set.of(key) : forms(key)) {
            removed |= found.delete(form);
        }
        return new Deleted(key, removed);
    }

    /** False if there is no such region. */
    @WriteOperation
    boolean invalidate(@Selector String region, Invalidation invalidate) {
        CacheRegion found = regions.get(region);
        if (found == null) {
            return false;
        }
        found.invalidate(invalidate == Invalidation.HARD);
        return true;
    }

    /** What was a number in Java arrives as text; one delete too many costs a creation, one too few a stale value. */
    private static Set<Object> forms(String key) {
        Set<Object> forms = new LinkedHashSet<>(Set.of(key));
        try {
            forms.add(Long.valueOf(key));
            forms.add(Integer.valueOf(key));
        } catch (NumberFormatException noNumber) {
            // then it is none of these
        }
        try {
            forms.add(UUID.fromString(key));
        } catch (IllegalArgumentException noUuid) {
            // nor that
        }
        return forms;
    }

    /** How to invalidate a region. */
    enum Invalidation {
        HARD,
        SOFT
    }

    /** All regions by name. */
    record Regions(Map<String, RegionDescriptor> regions) implements OperationResponseBody {}

    /** Whether an entry is known to have been removed. */
    record Deleted(String key, boolean deleted) implements OperationResponseBody {}
}
