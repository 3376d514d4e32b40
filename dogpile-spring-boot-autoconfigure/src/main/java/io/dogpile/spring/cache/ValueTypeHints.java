package io.dogpile.spring.cache;

import java.lang.reflect.Type;
import java.util.Collection;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;

/** What a native image must keep for the values of a cache to be turned into bytes and back. */
public final class ValueTypeHints {

    private ValueTypeHints() {}

    /**
     * Keeps the members of types for JSON, and Java serialization of those that have it.
     *
     * @param types the types of values
     * @param hints where that is said
     */
    public static void register(Collection<Type> types, RuntimeHints hints) {
        new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), types.toArray(new Type[0]));
        SerializableTypes.in(types).forEach(hints.reflection()::registerJavaSerialization);
    }
}
