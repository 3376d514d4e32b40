package io.dogpile.codec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.TreeNode;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.jsontype.TypeIdResolver;
import tools.jackson.databind.jsontype.TypeResolverBuilder;
import tools.jackson.databind.jsontype.TypeSerializer;

/**
 * Jackson's default typing with the types beside the JSON. Covers each place where a value can be of another class than
 * the declared one, unless its own {@code @JsonTypeInfo} does.
 */
final class SideTyping implements TypeResolverBuilder<SideTyping> {

    private static boolean covers(JavaType declared) {
        Class<?> raw = declared.getRawClass();
        if (declared.isPrimitive()
                || declared.isEnumType()
                || declared.isReferenceType()
                || TreeNode.class.isAssignableFrom(raw)) {
            return false;
        }
        if (declared.isArrayType()) {
            return !raw.getComponentType().isPrimitive();
        }
        return raw == Object.class
                || declared.isAbstract()
                || Collection.class.isAssignableFrom(raw)
                || Map.class.isAssignableFrom(raw)
                || (!declared.isFinal() && !JdkTypes.isPartOfJdk(raw.getName()));
    }

    @Override
    public @Nullable TypeSerializer buildTypeSerializer(
            SerializationContext context, JavaType declared, Collection<NamedType> subtypes) {
        return covers(declared) ? new SideTypeSerializer(declared) : null;
    }

    @Override
    public @Nullable TypeDeserializer buildTypeDeserializer(
            DeserializationContext context, JavaType declared, Collection<NamedType> subtypes) {
        return covers(declared) ? new SideTypeDeserializer(declared, null) : null;
    }

    @Override
    public @Nullable Class<?> getDefaultImpl() {
        return null;
    }

    @Override
    public SideTyping init(JsonTypeInfo.Value settings, TypeIdResolver resolver) {
        return this;
    }

    @Override
    public SideTyping withDefaultImpl(Class<?> implementation) {
        return this;
    }

    @Override
    public SideTyping withSettings(JsonTypeInfo.Value settings) {
        return this;
    }
}
