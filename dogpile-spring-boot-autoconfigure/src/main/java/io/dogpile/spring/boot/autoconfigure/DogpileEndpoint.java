package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.region.CacheRegion;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
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

    /** What is known of a key, in each of the forms in which there is one. Null if there is no such region. */
    @ReadOperation
    @Nullable
    Key key(@Selector String region, @Selector String key) {
        CacheRegion found = regions.get(region);
        if (found == null || !found.isConfigured()) {
            return null;
        }
        List<KeyDescriptor> all = formsIn(found, key).stream()
                .map(form -> KeyDescriptor.of(found, form))
                .toList();
        List<KeyDescriptor> known = all.stream().filter(KeyDescriptor::isKnown).toList();
        Object remembered = found.settings().getOrDefault("explain", 0);
        return new Key(key, known.isEmpty() ? all.subList(0, 1) : known, remembered.equals(0) ? Key.NO_HISTORY : null);
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
        for (Object form : formsIn(found, key)) {
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

    private static Set<Object> formsIn(CacheRegion region, String key) {
        return region.backend().stringKeys() ? Set.of(key) : forms(key);
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

    /**
     * What is known of a key.
     *
     * @param keys one for each form in which something is known; at least one
     * @param hint what to do if this is not what was looked for
     */
    record Key(
            String key, List<KeyDescriptor> keys, @Nullable String hint) implements OperationResponseBody {

        static final String NO_HISTORY =
                "This region remembers nothing of the past: set its property 'explain' to a number of keys.";
    }

    /** Whether an entry is known to have been removed. */
    record Deleted(String key, boolean deleted) implements OperationResponseBody {}
}
