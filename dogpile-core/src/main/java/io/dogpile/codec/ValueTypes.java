package io.dogpile.codec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;

/**
 * What must be written of a value's class so that it can be read back where a certain type is declared: nothing, if
 * the reader would come to the same class on its own.
 */
final class ValueTypes {

    private final JsonTypes types;

    ValueTypes(JsonTypes types) {
        this.types = types;
    }

    /** The class that is read where a type is declared and nothing was written of the value. */
    static Class<?> assumed(Class<?> declared, boolean array) {
        if (declared == Object.class) {
            return array ? ArrayList.class : LinkedHashMap.class;
        }
        if (declared == Collection.class || declared == Iterable.class || declared == java.util.List.class) {
            return ArrayList.class;
        }
        if (declared == Set.class) {
            return LinkedHashSet.class;
        }
        if (declared == Map.class) {
            return LinkedHashMap.class;
        }
        if (declared == SortedSet.class || declared == NavigableSet.class) {
            return TreeSet.class;
        }
        if (declared == SortedMap.class || declared == NavigableMap.class) {
            return TreeMap.class;
        }
        return declared == ConcurrentMap.class ? ConcurrentHashMap.class : declared;
    }

    /**
     * The name to write.
     *
     * @param value the value
     * @param as the class that its serializer takes it for, null if its own
     * @param declared the declared type
     * @return the name, or null if none is needed
     */
    @Nullable
    TypeName toWrite(Object value, @Nullable Class<?> as, JavaType declared) {
        Class<?> raw = declared.getRawClass();
        if (value instanceof Map<?, ?> map) {
            return ofMap(map, declared);
        }
        if (raw == Object.class && isNatural(value)) {
            return null;
        }
        Class<?> type = value instanceof Collection<?> ? implementation(value) : valueClass(value, as);
        if (value instanceof Optional<?> optional) {
            return types.name(Optional.class)
                    .withContent(optional.map(this::content).orElse(null));
        }
        if (type == assumed(raw, true)) {
            return null;
        }
        return name(type).withKey(value instanceof EnumSet<?> constants ? constantClass(constants) : null);
    }

    private TypeName content(Object value) {
        TypeName needed = toWrite(value, null, types.factory().constructType(Object.class));
        if (needed != null) {
            return needed;
        }
        return name(
                value instanceof Map<?, ?> || value instanceof Collection<?>
                        ? implementation(value)
                        : value.getClass());
    }

    private @Nullable TypeName ofMap(Map<?, ?> map, JavaType declared) {
        Class<?> type = implementation(map);
        Class<?> declaredKey = declared.getKeyType() == null
                ? Object.class
                : declared.getKeyType().getRawClass();
        Class<?> key = keyClass(map);
        if (type == EnumMap.class && key == null && declaredKey == Object.class) {
            type = LinkedHashMap.class; // an empty one does not tell its keys
        }
        if (type != EnumMap.class && (key == declaredKey || key == String.class)) {
            key = null;
        }
        if (key == null && type == assumed(declared.getRawClass(), false)) {
            return null;
        }
        return name(type).withKey(key == null ? null : checked(key));
    }

    private static @Nullable Class<?> keyClass(Map<?, ?> map) {
        Class<?> common = null;
        for (Object key : map.keySet()) {
            Class<?> type = key == null ? String.class : valueClass(key, null);
            if (common != null && type != common) {
                throw new CodecException(
                        "A map with keys of several classes (" + common.getName() + ", " + type.getName()
                                + ") can't be cached as JSON",
                        null);
            }
            common = type;
        }
        return common;
    }

    private @Nullable Class<?> constantClass(EnumSet<?> constants) {
        return Stream.concat(constants.stream(), EnumSet.complementOf(constants).stream())
                .findFirst()
                .<Class<?>>map(constant -> checked(constant.getDeclaringClass()))
                .orElse(null);
    }

    private Class<?> checked(Class<?> type) {
        name(type);
        return type;
    }

    private TypeName name(Class<?> type) {
        return type == JsonNode.class ? new TypeName(JsonTypes.TREE, null, 0, null) : types.name(type);
    }

    /** What JSON itself tells: text, truth, integers as Long and the rest as Double. */
    private static boolean isNatural(Object value) {
        return value instanceof String
                || value instanceof Boolean
                || value instanceof Long
                || (value instanceof Double number && Double.isFinite(number));
    }

    private static Class<?> valueClass(Object value, @Nullable Class<?> as) {
        if (value instanceof Enum<?> constant) {
            return constant.getDeclaringClass();
        }
        if (value instanceof JsonNode) {
            return JsonNode.class;
        }
        if (value instanceof java.time.ZoneId && !(value instanceof java.time.ZoneOffset)) {
            return java.time.ZoneId.class;
        }
        return as == null ? value.getClass() : as;
    }

    /** The class itself if it can be read back, else one that equals it. */
    private Class<?> implementation(Object container) {
        Class<?> type = container.getClass();
        if (JdkTypes.hasSimpleName(type) || (!JdkTypes.isPartOfJdk(type.getName()) && types.allows(type.getName()))) {
            return type;
        }
        if (container instanceof EnumSet) {
            return EnumSet.class;
        }
        if (container instanceof Map) {
            return container instanceof SortedMap ? TreeMap.class : LinkedHashMap.class;
        }
        if (container instanceof Set) {
            return container instanceof SortedSet ? TreeSet.class : LinkedHashSet.class;
        }
        return container instanceof Queue ? ArrayDeque.class : ArrayList.class;
    }
}
