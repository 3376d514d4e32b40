package io.dogpile.settings;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text to typed values, as dogpile.cache's {@code coerce_string_conf} does it, and durations with a unit. */
final class Coercion {

    private static final Pattern INTEGER = Pattern.compile("[-+]?\\d+");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d+)?");
    private static final Pattern WITH_UNIT = Pattern.compile("(\\d+)\\s*(ns|us|ms|s|m|h|d)");

    private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*(b|kb|mb|gb)");

    private Coercion() {}

    static @Nullable Object coerce(@Nullable Object value) {
        if (!(value instanceof String text)) {
            return value;
        }
        String trimmed = text.strip();
        if (INTEGER.matcher(trimmed).matches()) {
            return integer(trimmed);
        }
        if (DECIMAL.matcher(trimmed).matches()) {
            return Double.valueOf(trimmed);
        }
        return switch (trimmed.toLowerCase(Locale.ROOT)) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            case "none" -> null;
            default -> trimmed;
        };
    }

    private static Object integer(String digits) {
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException tooLong) {
            return digits;
        }
    }

    /** A bare number is seconds, as in dogpile.cache; otherwise {@code 250ms}, {@code 5m}, or ISO-8601. */
    static @Nullable Duration duration(Object value) {
        if (value instanceof Duration duration) {
            return duration;
        }
        if (value instanceof Number seconds) {
            return ofSeconds(seconds);
        }
        String text = value.toString().strip().toLowerCase(Locale.ROOT);
        Matcher matcher = WITH_UNIT.matcher(text);
        try {
            return matcher.matches()
                    ? ofUnit(Long.parseLong(matcher.group(1)), matcher.group(2))
                    : Duration.parse(text);
        } catch (DateTimeParseException | ArithmeticException | NumberFormatException unreadable) {
            return null;
        }
    }

    /** A bare number is bytes; otherwise {@code 10KB}, {@code 1MB}. */
    static @Nullable Long size(Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short) {
            return ((Number) value).longValue();
        }
        Matcher matcher = SIZE.matcher(value.toString().strip().toLowerCase(Locale.ROOT));
        try {
            return matcher.matches()
                    ? (Long) Math.multiplyExact(
                            Long.parseLong(matcher.group(1)),
                            1L << (10 * "bkmg".indexOf(matcher.group(2).charAt(0))))
                    : null;
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            return null;
        }
    }

    private static Duration ofSeconds(Number seconds) {
        return seconds instanceof Double || seconds instanceof Float
                ? Duration.ofNanos(Math.round(seconds.doubleValue() * 1e9))
                : Duration.ofSeconds(seconds.longValue());
    }

    private static Duration ofUnit(long amount, String unit) {
        return switch (unit) {
            case "ns" -> Duration.ofNanos(amount);
            case "us" -> Duration.ofNanos(Math.multiplyExact(amount, 1_000L));
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
