package io.dogpile.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written of one value's class: {@code com.shop.Order}, {@code LocalDate}, {@code int[][]}, a map with the class
 * of its keys {@code LinkedHashMap<Long>}, or an Optional with its content {@code Optional:com.shop.Order}.
 *
 * @param element simple name of a JDK class, or full name of any class
 * @param key class of a map's keys if it is not String
 * @param dimensions how many times an array, 0 if none
 * @param content what is in an Optional, if it has something
 */
record TypeName(
        String element,
        @Nullable String key,
        int dimensions,
        @Nullable TypeName content) {

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

    /** The names of classes in it. */
    List<String> names() {
        return key == null ? List.of(element) : List.of(element, key);
    }

    private static String text(Class<?> type) {
        return JdkTypes.hasSimpleName(type) ? type.getSimpleName() : type.getName();
    }
}
