package io.dogpile.codec;

import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares what was read with what the reader asked for. */
final class Wanted {

    private Wanted() {}

    /** An {@code Optional} is let pass: readers may ask for it and mean what is in it. */
    static @Nullable Object check(@Nullable Object value, Type wanted) {
        Type raw = wanted instanceof ParameterizedType generic ? generic.getRawType() : wanted;
        if (value == null || !(raw instanceof Class<?> type) || type == Optional.class || type == void.class) {
            return value;
        }
        if (!MethodType.methodType(type).wrap().returnType().isInstance(value)) {
            throw new CodecException(
                    "The entry is a " + value.getClass().getName() + ", not a " + type.getName(), null);
        }
        return value;
    }
}
