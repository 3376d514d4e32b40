package io.dogpile.region;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Creates values for several keys at once, later. Counterpart of {@link MultiCreator}.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
@FunctionalInterface
public interface AsyncMultiCreator<K, V extends @Nullable Object> {

    /**
     * Begins to create. Must not block where its caller must not.
     *
     * @param keys the keys that the caller was elected for, in the order in which it asked for them; never empty
     * @return a stage of the values by key; a key that has no value is left out, one whose value is null is not
     */
    CompletionStage<? extends Map<? extends K, ? extends V>> create(List<K> keys);
}
