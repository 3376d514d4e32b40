package io.dogpile.spring.cache;

import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.core.ResolvableType;

/** Finds the classes that objects of some types consist of, as far as their declarations tell. */
final class SerializableTypes {

    private final Set<Class<?>> seen = new LinkedHashSet<>();

    private SerializableTypes() {}

    /** Those of the application and of its libraries; the JDK's are known beforehand. */
    static Collection<Class<?>> in(Collection<Type> types) {
        SerializableTypes found = new SerializableTypes();
        types.forEach(type -> found.add(ResolvableType.forType(type)));
        return found.seen.stream()
                .filter(type -> Serializable.class.isAssignableFrom(type) && !type.isInterface())
                .toList();
    }

    private void add(ResolvableType type) {
        Class<?> raw = type.toClass();
        Arrays.stream(type.getGenerics()).forEach(this::add);
        if (raw.isArray()) {
            add(type.getComponentType());
        } else if (!raw.isPrimitive() && !raw.getName().startsWith("java.") && seen.add(raw)) {
            add(ResolvableType.forClass(raw).getSuperType());
            for (Field field : raw.getDeclaredFields()) {
                if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
                    add(ResolvableType.forField(field));
                }
            }
        }
    }
}
