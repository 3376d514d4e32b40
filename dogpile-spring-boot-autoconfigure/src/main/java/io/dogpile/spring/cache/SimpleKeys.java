package io.dogpile.spring.cache;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.SimpleKey;

/**
 * Makes the keys of {@code @Cacheable} methods with several parameters distinguishable as text.
 *
 * <p>{@link SimpleKey#toString()} does not escape: {@code ("a, b", "c")} and {@code ("a", "b, c")} read the same, so
 * that one method call would get the other's value wherever keys are stored as text. A list of the parameters has an
 * unambiguous text in a region, but {@code SimpleKey} has no accessor for them; hence the field is read.
 */
public final class SimpleKeys {

    private static final String FIELD = "params";

    private static final @Nullable Field PARAMETERS = parameters();

    private SimpleKeys() {}

    /**
     * A conversion for {@link io.dogpile.region.RegionConfig.Builder#keyConversion}. The regions of the
     * auto-configuration have it.
     *
     * @return turns a {@link SimpleKey} into the list of its parameters, and leaves other keys alone
     */
    public static UnaryOperator<Object> conversion() {
        return SimpleKeys::convert;
    }

    static Object convert(Object key) {
        return key instanceof SimpleKey simple ? elements(simple, PARAMETERS) : key;
    }

    static List<@Nullable Object> elements(SimpleKey key, @Nullable Field parameters) {
        if (parameters == null) {
            throw unreadable(null);
        }
        try {
            @Nullable Object[] elements = (@Nullable Object[]) parameters.get(key);
            return Collections.unmodifiableList(Arrays.asList(elements.clone()));
        } catch (IllegalAccessException | ClassCastException | NullPointerException changed) {
            throw unreadable(changed);
        }
    }

    private static @Nullable Field parameters() {
        try {
            Field field = SimpleKey.class.getDeclaredField(FIELD);
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException absent) {
            return null;
        }
    }

    private static IllegalStateException unreadable(@Nullable Exception cause) {
        return new IllegalStateException(
                "The field '" + FIELD + "' of " + SimpleKey.class.getName()
                        + " can't be read, and without it the keys of"
                        + " methods with several parameters can't be told apart as text. Give such methods a key of"
                        + " their own, such as @Cacheable(key = \"{#first, #second}\").",
                cause);
    }
}
