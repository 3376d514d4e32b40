package io.dogpile.region;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Creates values for several keys at once.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
@FunctionalInterface
public interface MultiCreator<K, V extends @Nullable Object> {

    /**
     * Creates.
     *
     * @param keys the keys that the caller was elected for, in the order in which it asked for them; never empty
     * @return the values by key; a key that has no value is left out, one whose value is null is not
     * @throws Exception if it can't
     */
    Map<? extends K, ? extends V> create(List<K> keys) throws Exception;
}
