package io.dogpile.codec;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is written of one value's class: {@code com.shop.Order}, {@code LocalDate}, {@code int[][]}, a map or set with
 * the class of its keys or constants {@code LinkedHashMap<Long>}, or an Optional with its content {@code Optional:com.shop.Order}.
 *
 * @param element simple name of a JDK class, or full name of any class
 * @param key class of a map's keys if it is not String, or of the constants in an {@code EnumSet}
 * @param dimensions how many times an array, 0 if none
 * @param content what is in an Optional, if it has something
 */
record TypeName(
        String element,
        @Nullable String key,
        int dimensions,
        @Nullable TypeName content) {

    private static final Map<String, Object> EMPTY = Map.of(
            "Optional", Optional.empty(),
            "OptionalInt", OptionalInt.empty(),
            "OptionalLong", OptionalLong.empty(),
            "OptionalDouble", OptionalDouble.empty());

    static TypeName of(Class<?> type) {
        Class<?> element = type;
        int dimensions = 0;
        while (element.isArray()) {
            element = element.getComponentType();
            dimensions++;
        }
        return new TypeName(text(element), null, dimensions, null);
    }

    TypeName withKey(@Nullable Class<?> keyType) {
        return new TypeName(element, keyType == null ? null : text(keyType), dimensions, content);
    }

    TypeName withContent(@Nullable TypeName within) {
        return new TypeName(element, key, dimensions, within);
    }

    /** What null in the JSON stands for: an Optional or one of its kin without content, or null. */
    @Nullable
    Object ofNull() {
        return dimensions == 0 ? EMPTY.get(element) : null;
    }

    private static String text(Class<?> type) {
        return JdkTypes.hasSimpleName(type) ? type.getSimpleName() : type.getName();
    }
}
