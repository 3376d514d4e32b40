package io.dogpile.redis;

import io.dogpile.backend.CachedValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of most entries: what {@link Envelope} writes of a value that lives as long as its region says, letter by
 * letter. It is read without making numbers, texts or maps of it. Of anything else this says only that it is something
 * else, and {@link Envelope} reads it. Reads one entry after another, in one thread.
 */
final class PlainHead {

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
    private static final long NONE = -1;

    private final TypeMemory types;
    private byte[] bytes = {};
    private int position;
    private long createdMicros;
    private long tookMicros;
    private CachedValue<?> like = UNTYPED;

    PlainHead(TypeMemory types) {
        this.types = types;
    }

    /** Where the payload begins. */
    int end() {
        return position;
    }

    Map<String, Object> attributes() {
        return like.attributes();
    }

    /** The entry with this metadata. */
    @SuppressWarnings("NullAway") // its generics don't follow a nullable type argument
    CachedValue<?> entry(@Nullable Object payload) {
        return like.another(payload, createdMicros, tookMicros);
    }

    /** Reads the metadata of an entry; false if it has any other form. */
    boolean read(byte[] entry) {
        bytes = entry;
        position = 0;
        tookMicros = 0;
        like = UNTYPED;
        createdMicros = skip(CREATED) ? micros() : NONE;
        if (createdMicros == NONE || !skip(VERSION)) {
            return false;
        }
        if (skip(TOOK)) {
            tookMicros = micros();
        }
        if (tookMicros == NONE) {
            return false;
        }
        if (skip(TYPE)) {
            int start = position;
            while (position < bytes.length && isPlain(bytes[position])) {
                position++;
            }
            like = types.typed(bytes, start, position);
            return skip(END_OF_TYPE);
        }
        return skip(END);
    }

    private static boolean isPlain(byte letter) {
        return letter >= ' ' && letter <= '~' && letter != '"' && letter != '\\' && letter != '|';
    }

    /** A number with as many decimals as there are microseconds in a second. */
    private long micros() {
        long number = 0;
        int start = position;
        while (position < bytes.length && isDigit(bytes[position])) {
            number = number * 10 + bytes[position++] - '0';
            if (position - start > WHOLE_DIGITS) {
                return NONE;
            }
        }
        if (position == start || position + DECIMALS >= bytes.length || bytes[position++] != '.') {
            return NONE;
        }
        for (int i = 0; i < DECIMALS; i++) {
            byte digit = bytes[position++];
            if (!isDigit(digit)) {
                return NONE;
            }
            number = number * 10 + digit - '0';
        }
        return number;
    }

    private static boolean isDigit(byte letter) {
        return letter >= '0' && letter <= '9';
    }

    private boolean skip(byte[] expected) {
        int end = position + expected.length;
        if (end > bytes.length || !Arrays.equals(bytes, position, end, expected, 0, expected.length)) {
            return false;
        }
        position = end;
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
