package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.lock.RunningCreation;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.KeyEvent;
import io.dogpile.region.KeyState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key as the endpoint shows it, without its value.
 *
 * @param type class of the key
 * @param locked whether this or another process is creating the value
 * @param creation the creation that runs in this process; null if none does
 * @param entry the entry's metadata; null if there is none
 * @param events what happened to it last, the newest first
 */
record KeyDescriptor(
        String type,
        boolean locked,
        @Nullable Creation creation,
        @Nullable Map<String, Object> entry,
        List<Map<String, Object>> events) {

    /** A creation in progress; without a thread it waits for one, or needs none. */
    record Creation(@Nullable String thread, String running) {}

    static KeyDescriptor of(CacheRegion region, Object key) {
        KeyState state = region.inspect(key);
        RunningCreation creation = state.creation();
        KeyState.Entry entry = state.entry();
        return new KeyDescriptor(
                key.getClass().getName(),
                state.locked(),
                creation == null
                        ? null
                        : new Creation(creation.thread(), creation.running().toMillis() + "ms"),
                entry == null ? null : entry(entry),
                region.explain(key).events().stream().map(KeyDescriptor::event).toList());
    }

    /** Whether anything is known of it that is not known of every key. */
    boolean isKnown() {
        return entry != null
                || locked
                || creation != null
                || events.stream().anyMatch(event -> !event.containsKey("region"));
    }

    private static Map<String, Object> entry(KeyState.Entry entry) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("worth", entry.worth().name().toLowerCase(Locale.ROOT));
        shown.put("created", entry.created().toString());
        put(shown, "age", entry.age());
        put(shown, "fresh-for", entry.freshFor());
        put(shown, "servable-for", entry.servableFor());
        put(shown, "expiration-time", entry.expirationTime());
        put(shown, "serve-stale", entry.serveStale());
        put(shown, "took", entry.took());
        shown.put("failures", entry.failures());
        Instant retryAt = entry.retryAt();
        if (retryAt != null) {
            shown.put("retry-at", retryAt.toString());
        }
        Long version = entry.dataVersion();
        if (version != null) {
            shown.put("data-version", version);
        }
        return shown;
    }

    private static Map<String, Object> event(KeyEvent event) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("what", event.what().toString());
        if (event.what().isOfRegion()) {
            shown.put("region", true);
        }
        String thread = event.thread();
        if (thread != null) {
            shown.put("thread", thread);
        }
        if (event.count() > 1) {
            shown.put("count", event.count());
            shown.put("first", event.first().toString());
        }
        shown.put("last", event.last().toString());
        if (!event.longest().isZero()) {
            put(shown, event.count() > 1 ? "longest" : "took", event.longest());
        }
        return shown;
    }

    private static void put(Map<String, Object> shown, String name, @Nullable Duration time) {
        if (time != null) {
            shown.put(name, RegionDescriptor.text(time));
        }
    }
}
