package io.dogpile.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.util.AccessPattern;

/**
 * For {@code Object} and the JDK's interfaces that text and numbers implement. Jackson's own ones take a JSON string for
 * a {@code String} without asking for its class.
 */
final class SlotDeserializer extends ValueDeserializer<Object> {

    private final SideTypeDeserializer typed;

    SlotDeserializer(JavaType declared) {
        this.typed = new SideTypeDeserializer(declared, null);
    }

    static boolean handles(JavaType declared) {
        Class<?> raw = declared.getRawClass();
        return raw == Object.class
                || (JdkTypes.isPartOfJdk(raw.getName())
                        && declared.isAbstract()
                        && (raw.isAssignableFrom(String.class)
                                || raw.isAssignableFrom(Double.class)
                                || raw.isAssignableFrom(Boolean.class)));
    }

    @Override
    public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
        return typed.deserialize(parser, context);
    }

    @Override
    public @Nullable Object deserializeWithType(
            JsonParser parser, DeserializationContext context, TypeDeserializer typeDeserializer) {
        return typeDeserializer.deserializeTypedFromAny(parser, context);
    }

    /** Null, unless an empty Optional was written as null. */
    @Override
    public @Nullable Object getNullValue(DeserializationContext context) {
        TypeFinder finder = TypeFinder.of(context);
        JsonParser parser = context.getParser();
        if (finder == null || finder.root() == null || parser == null) {
            return null;
        }
        TypeName written = finder.find(parser);
        return written == null ? null : written.ofNull();
    }

    @Override
    public AccessPattern getNullAccessPattern() {
        return AccessPattern.DYNAMIC;
    }
}
