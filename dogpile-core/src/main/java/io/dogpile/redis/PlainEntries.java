package io.dogpile.redis;

import io.dogpile.backend.CachedValue;
import io.dogpile.codec.Codec;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads most entries: those whose metadata is what {@link Envelope} writes of a value that lives as long as its region
 * says, letter by letter. That is read without making numbers, texts, maps or anything else of it. Any other is left to
 * {@link Envelope}. Thread-safe.
 *
 * <p>Places in an entry are passed on from one part to the next, {@link #NOWHERE} if a part was not what it should be.
 */
final class PlainEntries {

    private static final byte[] CREATED = ascii("{\"ct\": ");
    private static final byte[] VERSION = ascii(", \"v\": " + CachedValue.CURRENT_VERSION);
    private static final byte[] TOOK = ascii(", \"d\": ");
    private static final byte[] TYPE = ascii(", \"t\": \"");
    private static final byte[] END_OF_TYPE = ascii("\"}|");
    private static final byte[] END = ascii("}|");

    /** What entries without a type are like. */
    static final CachedValue<?> UNTYPED = CachedValue.of("", 0);

    private static final int WHOLE_DIGITS = 12;
    private static final int DECIMALS = 6;
    private static final int NOWHERE = -1;

    private final Codec codec;
    private final TypeMemory types = new TypeMemory();

    PlainEntries(Codec codec) {
        this.codec = codec;
    }

    /** The entry; null if its metadata has any other form. */
    @SuppressWarnings("NullAway") // its generics don't follow a nullable type argument
    @Nullable
    CachedValue<?> read(byte[] entry, Type wanted) {
        int created = after(CREATED, entry, 0);
        int next = after(VERSION, entry, afterMicros(entry, created));
        int took = after(TOOK, entry, next);
        next = took == NOWHERE ? next : afterMicros(entry, took);
        int type = after(TYPE, entry, next);
        int endOfType = afterPlain(entry, type);
        int payload = type == NOWHERE ? after(END, entry, next) : after(END_OF_TYPE, entry, endOfType);
        if (payload == NOWHERE) {
            return null;
        }
        CachedValue<?> like = type == NOWHERE ? UNTYPED : types.typed(entry, type, endOfType);
        return like.another(
                codec.decode(entry, payload, entry.length - payload, wanted, typeOf(like.attributes())),
                micros(entry, created),
                took == NOWHERE ? 0 : micros(entry, took));
    }

    /** The codec's name of a value's type, null if it needs none. */
    static @Nullable String typeOf(Map<String, Object> attributes) {
        return attributes.get(Codec.TYPE_ATTRIBUTE) instanceof String type ? type : null;
    }

    private static int after(byte[] expected, byte[] entry, int start) {
        int end = start + expected.length;
        return start != NOWHERE && end <= entry.length && Arrays.equals(entry, start, end, expected, 0, expected.length)
                ? end
                : NOWHERE;
    }

    private static int afterPlain(byte[] entry, int start) {
        int end = start;
        while (end != NOWHERE && end < entry.length && isPlain(entry[end])) {
            end++;
        }
        return end;
    }

    private static boolean isPlain(byte letter) {
        return letter >= ' ' && letter <= '~' && letter != '"' && letter != '\\' && letter != '|';
    }

    /** Behind a number with as many decimals as there are microseconds in a second. */
    private static int afterMicros(byte[] entry, int start) {
        int point = afterDigits(entry, start);
        if (point == start || point - start > WHOLE_DIGITS || point == entry.length || entry[point] != '.') {
            return NOWHERE;
        }
        int end = afterDigits(entry, point + 1);
        return end - point - 1 == DECIMALS ? end : NOWHERE;
    }

    private static int afterDigits(byte[] entry, int start) {
        int end = start;
        while (end != NOWHERE && end < entry.length && isDigit(entry[end])) {
            end++;
        }
        return end;
    }

    /** The number that was found to be there. */
    private static long micros(byte[] entry, int start) {
        long number = 0;
        for (int i = start; isDigit(entry[i]) || entry[i] == '.'; i++) {
            number = entry[i] == '.' ? number : number * 10 + entry[i] - '0';
        }
        return number;
    }

    private static boolean isDigit(byte letter) {
        return letter >= '0' && letter <= '9';
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
