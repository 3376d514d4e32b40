package io.dogpile.region;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What happened to a key last, as this process knows it: what other processes set, deleted or created is not in it, only
 * that they invalidated the region. Hits are never in it. Immutable.
 *
 * @param key the key, as it was asked for
 * @param events the last events, the newest first; empty unless the region
 *     {@linkplain RegionConfig.Builder#explainedKeys remembers} the key
 */
public record KeyHistory(Object key, List<KeyEvent> events) {

    /**
     * Copies the list.
     *
     * @param key the key, as it was asked for
     * @param events the last events, the newest first
     */
    public KeyHistory {
        events = List.copyOf(events);
    }

    /** One line per event, for people. */
    @Override
    public String toString() {
        return events.isEmpty()
                ? "nothing is remembered of key '" + key + "'"
                : events.stream()
                        .map(event -> "\n  " + event)
                        .collect(Collectors.joining("", "what happened to key '" + key + "' last:", ""));
    }
}
