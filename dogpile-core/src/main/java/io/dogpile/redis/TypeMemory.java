package io.dogpile.redis;

import io.dogpile.backend.CachedValue;
import io.dogpile.codec.Codec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last types that were seen in entries, so that the same few texts are not made with every hit. Thread-safe without
 * a lock: whoever does not see what another thread has put makes it again.
 */
final class TypeMemory {

    private static final int SLOTS = 16;

    private final @Nullable Known[] slots = new Known[SLOTS];

    private record Known(byte[] text, CachedValue<?> entry) {}

    /** An entry that has a type, in these ASCII letters, and no other attributes. */
    CachedValue<?> typed(byte[] bytes, int from, int to) {
        int slot = to == from ? 0 : (31 * (to - from) + bytes[to - 1] + 7 * bytes[(from + to) / 2]) & (SLOTS - 1);
        Known known = slots[slot];
        if (known == null || !Arrays.equals(known.text, 0, known.text.length, bytes, from, to)) {
            byte[] text = Arrays.copyOfRange(bytes, from, to);
            String type = new String(text, StandardCharsets.US_ASCII);
            known = new Known(text, PlainEntries.UNTYPED.withAttributes(Map.of(Codec.TYPE_ATTRIBUTE, type)));
            slots[slot] = known;
        }
        return known.entry;
    }
}
