package io.dogpile.spring.observability;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * How observations of creations are named and what they say. Override what should be otherwise; a bean of this type
 * takes the place of the defaults. Implementations are thread-safe.
 */
public interface CreationObservationConvention extends ObservationConvention<CreationObservationContext> {

    /** So many characters of a key are told; a batch may have thousands of keys. */
    int LONGEST_KEY = 256;

    /**
     * The observation's name.
     *
     * @return {@code dogpile.creation} unless overridden
     */
    @Override
    default String getName() {
        return "dogpile.creation";
    }

    /**
     * The name of a span.
     *
     * @param context the creation
     * @return {@code create} and the region's name unless overridden
     */
    @Override
    default String getContextualName(CreationObservationContext context) {
        return "create " + context.region();
    }

    /**
     * What may become tags of meters.
     *
     * @param context the creation
     * @return {@code cache}, the region's name, unless overridden
     */
    @Override
    default KeyValues getLowCardinalityKeyValues(CreationObservationContext context) {
        return KeyValues.of("cache", context.region());
    }

    /**
     * What is told of spans only.
     *
     * @param context the creation
     * @return {@code cache.key}, the beginning of the key's text, unless overridden
     */
    @Override
    default KeyValues getHighCardinalityKeyValues(CreationObservationContext context) {
        String key = String.valueOf(context.key());
        return KeyValues.of("cache.key", key.substring(0, Math.min(key.length(), LONGEST_KEY)));
    }

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof CreationObservationContext;
    }
}
