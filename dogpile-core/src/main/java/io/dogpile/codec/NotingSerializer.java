package io.dogpile.codec;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.util.NameTransformer;

/**
 * Notes the type where the serializer itself tells nobody: Jackson's for Integer and Optional, and users' serializers
 * that know nothing of typing.
 */
final class NotingSerializer extends ValueSerializer<Object> {

    private final ValueSerializer<Object> delegate;

    private NotingSerializer(ValueSerializer<Object> delegate) {
        this.delegate = delegate;
    }

    @SuppressWarnings("unchecked")
    static ValueSerializer<?> wrapIfSilent(ValueSerializer<?> serializer, Class<?> type) {
        return type == Integer.class || type == Optional.class || isUntyped(serializer)
                ? new NotingSerializer((ValueSerializer<Object>) serializer)
                : serializer;
    }

    private static boolean isUntyped(ValueSerializer<?> serializer) {
        return Arrays.stream(serializer.getClass().getMethods())
                .filter(method -> method.getName().equals("serializeWithType"))
                .map(Method::getDeclaringClass)
                .allMatch(ValueSerializer.class::equals);
    }

    @Override
    public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
        delegate.serialize(value, generator, context);
    }

    @Override
    public void serializeWithType(
            Object value, JsonGenerator generator, SerializationContext context, TypeSerializer typing) {
        if (!(typing instanceof SideTypeSerializer side)) {
            delegate.serializeWithType(value, generator, context, typing);
            return;
        }
        side.note(generator, context, value);
        if (value instanceof Optional) {
            delegate.serializeWithType(value, generator, context, typing);
        } else {
            delegate.serialize(value, generator, context);
        }
    }

    @Override
    public void resolve(SerializationContext context) {
        delegate.resolve(context);
    }

    @Override
    @SuppressWarnings("unchecked")
    public ValueSerializer<?> createContextual(SerializationContext context, BeanProperty property) {
        ValueSerializer<?> contextual = delegate.createContextual(context, property);
        return contextual == delegate ? this : new NotingSerializer((ValueSerializer<Object>) contextual);
    }

    @Override
    public ValueSerializer<Object> unwrappingSerializer(NameTransformer transformer) {
        return delegate.unwrappingSerializer(transformer);
    }

    @Override
    public boolean isUnwrappingSerializer() {
        return delegate.isUnwrappingSerializer();
    }

    @Override
    public boolean isEmpty(SerializationContext context, Object value) {
        return delegate.isEmpty(context, value);
    }

    @Override
    public Class<?> handledType() {
        return delegate.handledType();
    }

    @Override
    public @Nullable ValueSerializer<?> getDelegatee() {
        return delegate;
    }
}
