package io.dogpile.redis;

import io.dogpile.backend.CachedValue;
import io.dogpile.codec.Codec;
import io.dogpile.codec.Codec.Encoded;
import io.dogpile.codec.CodecException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * dogpile.cache's form of an entry: metadata as a flat JSON object, one {@code |}, the payload. For instance {@code
 * {"ct": 1795389802.990990, "v": 2}|1}. Members that Python does not know are ignored there; ours travel as the entry's
 * attributes. The metadata is scanned in place, which costs less than a JSON parser's set-up for some forty bytes.
 * Past 300 lines by its scanner.
 */
final class Envelope {

    /** Name of the attribute that says how long a compressed payload is when it is not. */
    static final String COMPRESSED = "z";

    /** Name of the member that holds the value's own expiration time in seconds; negative for never. */
    private static final String EXPIRATION = "x";

    /** Name of the member that says that the expiration time is not the creator's choice, but the region's. */
    private static final String SHORTENED = "j";

    /** Name of the member that says how long the value may be served when stale, in seconds; negative for ever. */
    private static final String SERVE_STALE = "s";

    /** Name of the member that holds the version of the data that the value was made from, a whole number. */
    static final String DATA_VERSION = "n";

    /** Name of the member that says how often in a row the value's successor could not be made. */
    private static final String FAILURES = "f";

    /** Name of the member that says when to try that again, in seconds since the epoch. */
    private static final String RETRY_AT = "r";

    private static final long UNSAID = -1;

    private static final long FOREVER = Long.MAX_VALUE;

    private static final int LONGEST_LITERAL = 64;

    private final byte[] bytes;
    private int position;

    private Envelope(byte[] bytes) {
        this.bytes = bytes;
    }

    static byte[] write(CachedValue<?> metadata, Encoded encoded) {
        return write(metadata, encoded, 0);
    }

    /** With a payload that is compressed, unless the given length is 0. */
    static byte[] write(CachedValue<?> metadata, Encoded encoded, int uncompressedLength) {
        byte[] payload = encoded.bytes();
        long micros = metadata.creationTimeMicros();
        StringBuilder head = new StringBuilder(64)
                .append("{\"ct\": ")
                .append(seconds(micros))
                .append(", \"v\": ")
                .append(metadata.version());
        if (metadata.tookMicros() > 0) {
            head.append(", \"d\": ").append(seconds(metadata.tookMicros()));
        }
        appendTime(head, EXPIRATION, metadata.expirationMicros(UNSAID));
        if (metadata.isShortened()) {
            head.append(", \"").append(SHORTENED).append("\": true");
        }
        appendTime(head, SERVE_STALE, metadata.serveStaleMicros(UNSAID));
        if (metadata.dataVersion() >= 0) {
            head.append(", \"").append(DATA_VERSION).append("\": ").append(metadata.dataVersion());
        }
        if (metadata.failures() > 0) {
            head.append(", \"").append(FAILURES).append("\": ").append(metadata.failures());
            appendTime(head, RETRY_AT, metadata.retryAtMicros());
        }
        Map<String, Object> attributes = new LinkedHashMap<>(metadata.attributes());
        attributes.remove(COMPRESSED); // of the entry that this one may be a copy of
        if (encoded.type() != null) {
            attributes.put(Codec.TYPE_ATTRIBUTE, encoded.type());
        }
        if (uncompressedLength > 0) {
            attributes.put(COMPRESSED, uncompressedLength);
        }
        attributes.forEach((name, value) -> {
            head.append(", ");
            quote(head, name);
            head.append(": ");
            if (value instanceof Number || value instanceof Boolean) {
                head.append(value);
            } else {
                quote(head, value.toString());
            }
        });
        byte[] prefix = head.append("}|").toString().getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(prefix, prefix.length + payload.length);
        System.arraycopy(payload, 0, all, prefix.length, payload.length);
        return all;
    }

    private static void appendTime(StringBuilder head, String name, long micros) {
        if (micros != UNSAID) {
            head.append(", \"").append(name).append("\": ").append(micros == FOREVER ? "-1" : seconds(micros));
        }
    }

    private static String seconds(long micros) {
        return BigDecimal.valueOf(micros, 6).toPlainString();
    }

    /** The entry with its payload still in bytes. */
    static CachedValue<byte[]> read(byte[] bytes) {
        return new Envelope(bytes).read();
    }

    private CachedValue<byte[]> read() {
        Map<String, Object> members = members();
        expect('|');
        Object created = members.remove("ct");
        Object version = members.remove("v");
        Object took = members.remove("d");
        Object expiration = members.remove(EXPIRATION);
        Object shortened = members.remove(SHORTENED);
        Object serveStale = members.remove(SERVE_STALE);
        Object dataVersion = members.remove(DATA_VERSION);
        Object failures = members.remove(FAILURES);
        Object retryAt = members.remove(RETRY_AT);
        if (!(created instanceof BigDecimal seconds) || !(version instanceof BigDecimal number)) {
            throw unreadable("it has no creation time or no version");
        }
        CachedValue<byte[]> entry = CachedValue.of(
                        Arrays.copyOfRange(bytes, position, bytes.length), micros(seconds), version(number), members)
                .taking(took instanceof BigDecimal duration ? micros(duration) : 0);
        if (expiration != null || serveStale != null) {
            entry = entry.living(life(expiration), life(serveStale));
            entry = Boolean.TRUE.equals(shortened) ? entry.shortened(life(expiration)) : entry;
        }
        if (dataVersion instanceof BigDecimal ordinal) {
            entry = entry.versioned(whole(ordinal));
        }
        if (failures instanceof BigDecimal count && retryAt instanceof BigDecimal time) {
            entry = entry.failing((int) Math.min(whole(count), Integer.MAX_VALUE), micros(time));
        }
        return entry;
    }

    /** -1 for what is none that this class writes. */
    private static long whole(BigDecimal number) {
        try {
            return number.signum() < 0 || number.precision() - (long) number.scale() > 19
                    ? -1
                    : number.longValueExact();
        } catch (ArithmeticException brokenOrTooLarge) {
            return -1;
        }
    }

    private static long life(@Nullable Object member) {
        if (!(member instanceof BigDecimal seconds)) {
            return UNSAID;
        }
        return seconds.signum() < 0 ? FOREVER : micros(seconds);
    }

    /** Before it is computed with, a number is bounded: it may be anyone's, and have an exponent of ten digits. */
    private static long micros(BigDecimal seconds) {
        long wholeDigits = (long) seconds.precision() - seconds.scale();
        if (wholeDigits > 12 || wholeDigits < -LONGEST_LITERAL) {
            throw unreadable("it holds a time out of range");
        }
        return seconds.movePointRight(6).longValue();
    }

    private static int version(BigDecimal number) {
        try {
            return number.intValueExact();
        } catch (ArithmeticException tooLargeOrBroken) {
            throw unreadable("its version is no whole number");
        }
    }

    private Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        expect('{');
        while (peek() != '}') {
            String name = string();
            expect(':');
            Object value = value();
            if (value != Null.NULL) {
                members.put(name, value);
            }
            if (peek() == ',') {
                position++;
            }
        }
        position++;
        return members;
    }

    private Object value() {
        byte first = peek();
        if (first == '"') {
            return string();
        }
        int start = position;
        while (position < bytes.length && ",} \t\r\n".indexOf(bytes[position]) < 0) {
            position++;
        }
        if (position - start > LONGEST_LITERAL) {
            throw unreadable("its metadata holds too long a number");
        }
        String literal = new String(bytes, start, position - start, StandardCharsets.UTF_8);
        try {
            return switch (literal) {
                case "true" -> Boolean.TRUE;
                case "false" -> Boolean.FALSE;
                case "null" -> Null.NULL;
                default -> new BigDecimal(literal);
            };
        } catch (NumberFormatException notFlat) {
            throw unreadable("its metadata holds '" + literal + "'");
        }
    }

    private String string() {
        expect('"');
        int start = position;
        StringBuilder unescaped = null;
        while (next() != '"') {
            if (bytes[position] == '\\') {
                if (unescaped == null) {
                    unescaped = new StringBuilder();
                }
                unescaped.append(new String(bytes, start, position - start, StandardCharsets.UTF_8));
                position++;
                unescaped.append(escape());
                start = position + 1;
            }
            position++;
        }
        String rest = new String(bytes, start, position - start, StandardCharsets.UTF_8);
        position++;
        return unescaped == null ? rest : unescaped.append(rest).toString();
    }

    private char escape() {
        byte code = next();
        return switch (code) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                if (position + 4 >= bytes.length) {
                    throw unreadable("it ends too early");
                }
                String hex = new String(bytes, position + 1, 4, StandardCharsets.US_ASCII);
                position += 4;
                try {
                    yield (char) Integer.parseInt(hex, 16);
                } catch (NumberFormatException notHex) {
                    throw unreadable("its metadata holds '\\u" + hex + "'");
                }
            }
            default -> (char) code;
        };
    }

    private byte next() {
        if (position >= bytes.length) {
            throw unreadable("it ends too early");
        }
        return bytes[position];
    }

    private byte peek() {
        while ((next() & 0xff) <= ' ') {
            position++;
        }
        return bytes[position];
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw unreadable("there is no '" + wanted + "' at offset " + position);
        }
        position++;
    }

    private static CodecException unreadable(String why) {
        return new CodecException("Not an entry of dogpile.cache: " + why, null);
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < ' ' || c == '|' || c > '~') {
                out.append(String.format("\\u%04x", c));
            } else {
                out.append((char) c);
            }
        });
        out.append('"');
    }

    /** JSON's null, which a map of attributes does not hold. */
    private enum Null {
        NULL
    }
}
