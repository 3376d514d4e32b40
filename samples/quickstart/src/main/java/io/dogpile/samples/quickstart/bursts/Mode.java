package io.dogpile.samples.quickstart.bursts;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a burst calls. */
enum Mode {
    /** The report's method that nothing protects. */
    UNCACHED,
    /** The report's method with {@code @Cacheable}. */
    CACHED,
    /** The customer's rank, through the injected region. */
    REGION;

    static Optional<Mode> of(String text) {
        return Arrays.stream(values()).filter(mode -> mode.text().equals(text)).findFirst();
    }

    @JsonValue
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
