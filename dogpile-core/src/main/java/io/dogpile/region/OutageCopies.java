package io.dogpile.region;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.RegionInvalidationStrategy;
import io.dogpile.settings.Settings;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was last seen in the backend, for while it fails. Whether a copy is still fresh is decided as for any entry. */
final class OutageCopies {

    private final @Nullable CacheBackend copies;
    private final RegionInvalidationStrategy invalidation;

    private OutageCopies(@Nullable CacheBackend copies, RegionInvalidationStrategy invalidation) {
        this.copies = copies;
        this.invalidation = invalidation;
    }

    static OutageCopies of(String region, RegionConfig config, RegionInvalidationStrategy invalidation) {
        if (config.outageCopies == 0) {
            return new OutageCopies(null, invalidation);
        }
        Settings arguments = Settings.of("", Map.of("maximum-size", config.outageCopies));
        BackendContext context =
                new BackendContext(region, arguments, config.retention(), config.clock, (key, cause) -> {});
        return new OutageCopies(
                config.registry
                        .get(config.settingPrefix + "outage-copies", "dogpile.cache.memory")
                        .create(context),
                invalidation);
    }

    /** Answers false if there is a copy of newer data, which stays. */
    boolean seen(Object key, @Nullable CachedValue<?> value) {
        if (copies == null) {
            return true;
        }
        if (value == null) {
            copies.delete(key);
            return true;
        }
        return copies.set(key, value.replacingUntil(invalidation.hardCutoff()), null);
    }

    void seen(Collection<?> keys, Map<Object, ? extends CachedValue<?>> values) {
        if (copies != null) {
            keys.forEach(key -> seen(key, values.get(key)));
        }
    }

    /** To be called before an entry is set: if that fails, nobody knows whether this is what the key has. */
    void forgetUnlessNewer(Object key, CachedValue<?> than) {
        CachedValue<?> copy = get(key);
        if (copies != null && copy != null && than.mayReplace(copy)) {
            copies.delete(key);
        }
    }

    void forget(Collection<?> keys) {
        if (copies != null) {
            copies.deleteMulti(keys);
        }
    }

    @Nullable
    CachedValue<?> get(Object key) {
        return copies == null ? null : copies.get(key, Object.class);
    }

    Map<Object, CachedValue<?>> getAll(Collection<Object> keys) {
        return copies == null ? Map.of() : copies.getMulti(keys, Object.class);
    }
}
