package io.dogpile.region;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * From the caller's key to the backend's, applied once at the front door. A backend that compares keys by {@code
 * equals} gets the caller's object untouched.
 */
record KeyMapper(boolean text, @Nullable KeyMangler mangler, UnaryOperator<Object> conversion) {

    Object map(Object key) {
        Objects.requireNonNull(key, "the key is null; a cache key must be an object");
        if (!text && mangler == null) {
            if (key.getClass().isArray()) {
                throw new UnstableKeyException("An array can't be a key of a backend in memory, because two arrays with"
                        + " the same elements are not equal. Use a list instead, such as List.of(...).");
            }
            return key;
        }
        String plain = KeyText.of(conversion.apply(key));
        return mangler == null ? plain : mangler.mangle(plain);
    }
}
