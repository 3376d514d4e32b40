package io.dogpile.settings;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A group of named settings, read with relaxed names: {@code redis_expiration_time}, {@code redis-expiration-time}
 * and {@code redisExpirationTime} are one setting. Text is coerced as dogpile.cache coerces it: whole numbers,
 * decimals, {@code true}, {@code false} and {@code none}.
 *
 * <p>Every reader remembers the name it was asked for, so that {@link #rejectUnknown()} can find misspelt settings.
 * Not thread-safe; read it once, while the thing it configures is being built.
 */
public final class Settings {

    private final String prefix;
    private final Map<String, String> names = new TreeMap<>();
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private final Set<String> nones = new TreeSet<>();
    private final Set<String> known = new TreeSet<>();

    private Settings(String prefix) {
        this.prefix = prefix;
    }

    /**
     * Settings from a map.
     *
     * @param prefix what stands before the names in messages, for instance {@code cache.local.arguments.}
     * @param values name to value; text values are coerced
     * @return the settings
     * @throws InvalidSettingException if two names of the map are spellings of the same setting
     */
    public static Settings of(String prefix, Map<String, ? extends @Nullable Object> values) {
        Settings settings = new Settings(prefix);
        values.forEach((name, value) -> {
            String canonical = canonical(name);
            String twin = settings.names.putIfAbsent(canonical, name);
            if (twin != null) {
                throw new InvalidSettingException(
                        prefix + name,
                        null,
                        "the same setting is also given as '" + prefix + twin + "'",
                        "Keep one of the two.");
            }
            Object coerced = Coercion.coerce(value);
            settings.values.put(canonical, coerced);
            if (coerced == null && value != null) {
                settings.nones.add(canonical);
            }
        });
        return settings;
    }

    /**
     * The one form that all spellings of a name share: lower case, without dashes and underscores.
     *
     * @param name any spelling
     * @return the canonical form
     */
    public static String canonical(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    /**
     * Whether the setting has a value other than {@code none}.
     *
     * @param name the setting's name
     * @return true if there is one
     */
    public boolean has(String name) {
        return get(name) != null;
    }

    /**
     * Whether the setting was given as the text {@code none}, where that is a choice of its own.
     *
     * @param name the setting's name
     * @return true if {@code none} was written
     */
    public boolean isNone(String name) {
        known.add(name);
        return nones.contains(canonical(name));
    }

    /**
     * The coerced value of any type.
     *
     * @param name the setting's name
     * @return the value, or null if it is not set or {@code none}
     */
    public @Nullable Object get(String name) {
        known.add(name);
        return values.get(canonical(name));
    }

    /**
     * A text.
     *
     * @param name the setting's name
     * @param fallback the value if it is not set
     * @return the text
     */
    public String getString(String name, String fallback) {
        Object value = get(name);
        return value == null ? fallback : value.toString();
    }

    /**
     * A whole number within bounds.
     *
     * @param name the setting's name
     * @param fallback the value if it is not set
     * @param minimum the smallest allowed value
     * @return the number
     * @throws InvalidSettingException if it is not a whole number, or smaller than the minimum
     */
    public long getLong(String name, long fallback, long minimum) {
        Object value = get(name);
        if (value == null) {
            return fallback;
        }
        if (!(value instanceof Long || value instanceof Integer || value instanceof Short)) {
            throw invalid(name, "is not a whole number", "Give a whole number, at least " + minimum + ".");
        }
        long number = ((Number) value).longValue();
        if (number < minimum) {
            throw invalid(name, "is too small", "Give a whole number, at least " + minimum + ".");
        }
        return number;
    }

    /**
     * A whole number of the size of an {@code int}.
     *
     * @param name the setting's name
     * @param fallback the value if it is not set
     * @param minimum the smallest allowed value
     * @return the number
     * @throws InvalidSettingException if it is not a whole number, smaller than the minimum, or too large
     */
    public int getInt(String name, int fallback, int minimum) {
        long number = getLong(name, fallback, minimum);
        if (number > Integer.MAX_VALUE) {
            throw invalid(name, "is too large", "Give a whole number, at most " + Integer.MAX_VALUE + ".");
        }
        return (int) number;
    }

    /**
     * A number, with or without a fraction.
     *
     * @param name the setting's name
     * @param fallback the value if it is not set, may be null
     * @return the number, or the fallback
     * @throws InvalidSettingException if it is not a number
     */
    public @Nullable Double getDouble(String name, @Nullable Double fallback) {
        Object value = get(name);
        if (value == null) {
            return fallback;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw invalid(name, "is not a number", "Give a number such as 0.5.");
    }

    /**
     * Several values: a collection, one value, or a text in which commas stand between them.
     *
     * @param name the setting's name
     * @return the values, none if it is not set
     */
    public List<?> getList(String name) {
        Object value = get(name);
        if (value instanceof Collection<?> many) {
            return List.copyOf(many);
        }
        if (value instanceof String text) {
            return Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .toList();
        }
        return value == null ? List.of() : List.of(value);
    }

    /**
     * A yes or no.
     *
     * @param name the setting's name
     * @param fallback the value if it is not set
     * @return the flag
     * @throws InvalidSettingException if it is neither true nor false
     */
    public boolean getBoolean(String name, boolean fallback) {
        Object value = get(name);
        if (value == null) {
            return fallback;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw invalid(name, "is neither true nor false", "Write true or false.");
    }

    /**
     * A duration. A bare number is seconds, as in dogpile.cache; text may carry a unit ({@code 250ms}, {@code 10s},
     * {@code 5m}, {@code 1h}, {@code 2d}) or be ISO-8601 ({@code PT10S}).
     *
     * @param name the setting's name
     * @param fallback the value if it is not set, may be null
     * @return the duration, or the fallback
     * @throws InvalidSettingException if it can't be read as a duration
     */
    public @Nullable Duration getDuration(String name, @Nullable Duration fallback) {
        Object value = get(name);
        if (value == null) {
            return fallback;
        }
        Duration duration = Coercion.duration(value);
        if (duration == null) {
            throw invalid(
                    name,
                    "is not a duration",
                    "Give seconds as a bare number, or a number with a unit: ms, s, m, h or d, such as 30s.");
        }
        return duration;
    }

    /**
     * A size in bytes. A bare number is bytes; text may carry a unit of 1024: {@code 10KB}, {@code 1MB}, {@code 2GB}.
     *
     * @param name the setting's name
     * @param fallback the value if it is not set
     * @param minimum the smallest allowed value
     * @return the bytes
     * @throws InvalidSettingException if it can't be read as a size, or is smaller than the minimum
     */
    public long getSize(String name, long fallback, long minimum) {
        Object value = get(name);
        if (value == null) {
            return fallback;
        }
        Long bytes = Coercion.size(value);
        if (bytes == null || bytes < minimum) {
            throw invalid(
                    name,
                    bytes == null ? "is not a size" : "is too small",
                    "Give bytes as a bare number, or a number with a unit: B, KB, MB or GB, such as 1MB; at least "
                            + minimum + ".");
        }
        return bytes;
    }

    /**
     * The error for a setting whose value was readable but can't be used.
     *
     * @param name the setting's name
     * @param reason what is wrong, as a sentence without its full stop
     * @param advice what to do about it, as a sentence
     * @return the exception, to be thrown by the caller
     */
    public InvalidSettingException invalid(String name, String reason, String advice) {
        String canonical = canonical(name);
        return new InvalidSettingException(
                prefix + names.getOrDefault(canonical, name), values.get(canonical), reason, advice);
    }

    /** Accepts every setting, for a reader that ignores them all on purpose. */
    public void acceptAll() {
        known.addAll(names.values());
    }

    /**
     * Fails if a setting was given that nobody has asked for.
     *
     * @throws InvalidSettingException naming the first such setting and its nearest known name
     */
    public void rejectUnknown() {
        Set<String> asked = new TreeSet<>();
        known.forEach(name -> asked.add(canonical(name)));
        names.forEach((canonical, name) -> {
            if (!asked.contains(canonical)) {
                throw new InvalidSettingException(
                        prefix + name, null, "there is no such setting", Suggestions.advice(name, known));
            }
        });
    }
}
