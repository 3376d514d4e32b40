package io.dogpile.codec;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.type.TypeFactory;

/** Names to classes and back. Thread-safe. */
final class JsonTypes {

    /** Stands for Jackson's tree, whichever of its classes the value is of. */
    static final String TREE = "JsonNode";

    static final int MAXIMUM_REMEMBERED = 256;

    private final TypeFactory types;
    private final TypeAllowList allowed;
    private final ClassLoader loader;
    private final Map<String, TypeNode> parsed = new ConcurrentHashMap<>();
    private final Map<TypeName, JavaType> resolved = new ConcurrentHashMap<>();
    private final Map<Class<?>, TypeName> named = new ConcurrentHashMap<>();

    JsonTypes(TypeFactory types, TypeAllowList allowed, ClassLoader loader) {
        this.types = types;
        this.allowed = allowed;
        this.loader = loader;
    }

    TypeFactory factory() {
        return types;
    }

    boolean allows(String className) {
        return allowed.allows(className);
    }

    TypeNode parse(String text) {
        TypeNode known = parsed.get(text);
        if (known == null) {
            known = TypeStringReader.read(text, allowed);
            if (text.length() <= MAXIMUM_REMEMBERED) {
                remember(parsed, text, known);
            }
        }
        return known;
    }

    /** The name of a class that is to be written, once it is sure that it can be read again. */
    TypeName name(Class<?> type) {
        TypeName known = named.get(type);
        if (known == null) {
            known = TypeName.of(type);
            if (!allowed.allows(type.getName())) {
                throw Refusal.notAllowed(type.getName());
            }
            if (type.isAnonymousClass() || rawClass(known) != type) {
                throw new CodecException(
                        type + " can't be cached as JSON: it is not the class that its name stands for", null);
            }
            remember(named, type, known);
        }
        return known;
    }

    /** The type that a name stands for, with {@code Object} for what the name does not say. */
    JavaType resolve(TypeName name) {
        JavaType known = resolved.get(name);
        if (known == null) {
            known = types.constructType(rawClass(name));
            TypeName content = name.content();
            if (content != null && known.hasRawClass(Optional.class)) {
                known = types.constructParametricType(Optional.class, resolve(content));
            } else if (name.key() != null && known.isMapLikeType()) {
                known = types.constructMapType(
                        known.getRawClass().asSubclass(Map.class),
                        types.constructType(load(name.key())),
                        known.getContentType());
            } else if (name.key() != null && known.hasRawClass(EnumSet.class)) {
                known = types.constructCollectionType(EnumSet.class, types.constructType(load(name.key())));
            } else if (content != null || name.key() != null) {
                throw new CodecException("The type of the entry is damaged: " + name, null);
            }
            remember(resolved, name, known);
        }
        return known;
    }

    private Class<?> rawClass(TypeName name) {
        Class<?> raw = name.element().equals(TREE) ? JsonNode.class : load(name.element());
        for (int each = 0; each < name.dimensions(); each++) {
            raw = raw.arrayType();
        }
        return raw;
    }

    private Class<?> load(String name) {
        Class<?> ofJdk = JdkTypes.bySimpleName(name);
        if (ofJdk != null) {
            return ofJdk;
        }
        if (!allowed.allows(name)) {
            throw Refusal.notAllowed(name);
        }
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError gone) {
            throw new CodecException("Class " + name + " can't be loaded", gone);
        }
    }

    /** Bounded, because anyone may have written the names. */
    static <K, V> void remember(Map<K, V> memory, K key, @Nullable V value) {
        if (memory.size() >= MAXIMUM_REMEMBERED) {
            memory.clear();
        }
        if (value != null) {
            memory.put(key, value);
        }
    }
}
