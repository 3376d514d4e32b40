package io.dogpile.region;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A key's text where bytes are stored. Scalars have their natural form, what one would type into {@code redis-cli} and
 * what Python's {@code str} gives. Composites begin with a parenthesis and escape their elements, so that different
 * composites have different texts: {@code ("a,b","c")} is {@code (a\,b,c)} and {@code ("a","b,c")} is {@code
 * (a,b\,c)}. Within a composite null is {@code \0} and an empty text {@code \e}. A plain string that begins like a
 * composite gets a backslash in front.
 */
final class KeyText {

    private static final String SPECIAL = "\\(){},=:";

    /** Whether a class says itself how it is written; an inherited {@code Object.toString} is an address. */
    private static final ClassValue<Boolean> HAS_OWN_TEXT = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            try {
                return type.getMethod("toString").getDeclaringClass() != Object.class;
            } catch (NoSuchMethodException impossible) {
                return false;
            }
        }
    };

    private KeyText() {}

    static String of(Object key) {
        if (key instanceof String text) {
            return text.startsWith("(") || text.startsWith("\\") ? "\\" + text : text;
        }
        return isComposite(key) ? composite(key) : of(scalar(key));
    }

    private static boolean isComposite(Object key) {
        return key instanceof Collection
                || key instanceof Map
                || key instanceof Map.Entry
                || key instanceof Optional
                || key instanceof Record
                || key.getClass().isArray();
    }

    private static String composite(Object key) {
        if (key instanceof Set<?> set) {
            return "({" + joined(sorted(set.stream().map(KeyText::element))) + "})";
        }
        if (key instanceof Map<?, ?> map) {
            return map.isEmpty()
                    ? "({=})"
                    : "({" + joined(sorted(map.entrySet().stream().map(KeyText::pair))) + "})";
        }
        if (key instanceof Map.Entry<?, ?> entry) {
            return "(" + pair(entry) + ")";
        }
        if (key instanceof Collection<?> collection) {
            return "(" + joined(collection.stream().map(KeyText::element)) + ")";
        }
        if (key instanceof Optional<?> optional) {
            return "(?:" + optional.map(KeyText::element).orElse("") + ")";
        }
        if (key instanceof Record tuple) {
            return "(" + escape(tuple.getClass().getName()) + ":"
                    + joined(components(tuple).stream().map(KeyText::element)) + ")";
        }
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = 0; i < Array.getLength(key); i++) {
            elements.add(Array.get(key, i));
        }
        return "(" + joined(elements.stream().map(KeyText::element)) + ")";
    }

    private static String pair(Map.Entry<?, ?> entry) {
        return element(entry.getKey()) + "=" + element(entry.getValue());
    }

    private static String element(@Nullable Object element) {
        if (element == null) {
            return "\\0";
        }
        if (isComposite(element)) {
            return composite(element);
        }
        String text = scalar(element);
        return text.isEmpty() ? "\\e" : escape(text); // so that a list of one empty text is not the empty list
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 4);
        text.chars().forEach(c -> {
            if (SPECIAL.indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.append((char) c);
        });
        return escaped.toString();
    }

    private static String joined(Stream<String> texts) {
        StringJoiner joiner = new StringJoiner(",");
        texts.forEach(joiner::add);
        return joiner.toString();
    }

    private static Stream<String> sorted(Stream<String> texts) {
        return texts.sorted();
    }

    private static List<@Nullable Object> components(Record tuple) {
        List<@Nullable Object> values = new ArrayList<>();
        for (RecordComponent component : tuple.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                values.add(component.getAccessor().invoke(tuple));
            } catch (IllegalAccessException | InvocationTargetException failure) {
                throw new UnstableKeyException("The component '" + component.getName() + "' of the key "
                        + tuple.getClass().getName() + " can't be read: " + failure);
            }
        }
        return values;
    }

    private static Instant instant(Date date) {
        try {
            return date.toInstant(); // java.sql.Timestamp has nanoseconds
        } catch (UnsupportedOperationException noTimeOfDay) { // java.sql.Date and Time
            return Instant.ofEpochMilli(date.getTime());
        }
    }

    private static String scalar(Object key) {
        if (key instanceof Enum<?> constant) {
            return constant.name();
        }
        if (key instanceof Class<?> type) {
            return type.getName();
        }
        if (key instanceof Date date) {
            return instant(date).toString();
        }
        if (!HAS_OWN_TEXT.get(key.getClass())) {
            throw new UnstableKeyException("A key of " + key.getClass()
                    + " has no text of its own: the class does not override toString(), so its text is an address"
                    + " that differs in every run. Use a String, a number, a record or a list as the key, or give the"
                    + " class a toString() that says what equals() compares.");
        }
        return key.toString();
    }
}
