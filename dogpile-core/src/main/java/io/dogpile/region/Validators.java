package io.dogpile.region;

import io.dogpile.backend.CachedValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What tells whether data have changed since a value was made from them: HTTP's word for both. */
record Validators(@Nullable String etag, @Nullable Instant lastModified) {

    static final Validators NONE = new Validators(null, null);

    private static final String ETAG = "e";
    private static final String LAST_MODIFIED = "m";

    /** What an entry holds. What is of a form that this class does not write is none. */
    static Validators of(@Nullable CachedValue<?> entry) {
        if (entry == null || entry.attributes().isEmpty()) {
            return NONE;
        }
        return new Validators(
                entry.attributes().get(ETAG) instanceof String etag ? etag : null,
                entry.attributes().get(LAST_MODIFIED) instanceof String time ? instant(time) : null);
    }

    Validators orElse(Validators other) {
        return new Validators(
                etag == null ? other.etag : etag, lastModified == null ? other.lastModified : lastModified);
    }

    Map<String, Object> attributes() {
        Map<String, Object> attributes = new LinkedHashMap<>();
        if (etag != null) {
            attributes.put(ETAG, etag);
        }
        if (lastModified != null) {
            attributes.put(LAST_MODIFIED, lastModified.toString());
        }
        return attributes;
    }

    private static @Nullable Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException foreign) {
            return null;
        }
    }
}
