package io.dogpile.codec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.core.type.WritableTypeId;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeIdResolver;
import tools.jackson.databind.jsontype.TypeSerializer;

/** Writes nothing of the type into the JSON, and tells the {@link TypeRecorder}. */
final class SideTypeSerializer extends TypeSerializer {

    private final JavaType declared;

    SideTypeSerializer(JavaType declared) {
        this.declared = declared;
    }

    /** For a serializer that begins and ends its value itself. */
    void note(JsonGenerator generator, SerializationContext context, Object value) {
        note(generator, context, value, null);
    }

    private void note(JsonGenerator generator, SerializationContext context, Object value, @Nullable Class<?> as) {
        TypeRecorder recorder = TypeRecorder.of(context);
        if (recorder != null) {
            recorder.note(generator.streamWriteContext(), value, as, declared);
        }
    }

    @Override
    public WritableTypeId writeTypePrefix(
            JsonGenerator generator, SerializationContext context, WritableTypeId typeId) {
        note(generator, context, typeId.forValue, typeId.forValueType);
        if (typeId.valueShape == JsonToken.START_OBJECT) {
            generator.writeStartObject(typeId.forValue);
        } else if (typeId.valueShape == JsonToken.START_ARRAY) {
            generator.writeStartArray(typeId.forValue);
        }
        return typeId;
    }

    @Override
    public WritableTypeId writeTypeSuffix(
            JsonGenerator generator, SerializationContext context, WritableTypeId typeId) {
        TypeRecorder recorder = TypeRecorder.of(context);
        if (typeId.valueShape == JsonToken.START_OBJECT) {
            if (recorder != null && typeId.forValue instanceof Map<?, ?> map) {
                recorder.noteSize(generator.streamWriteContext(), map.size());
            }
            generator.writeEndObject();
        } else if (typeId.valueShape == JsonToken.START_ARRAY) {
            if (recorder != null) {
                recorder.noteSize(
                        generator.streamWriteContext(),
                        generator.streamWriteContext().getEntryCount());
            }
            generator.writeEndArray();
        }
        return typeId;
    }

    @Override
    public TypeSerializer forProperty(SerializationContext context, BeanProperty property) {
        return this;
    }

    @Override
    public JsonTypeInfo.As getTypeInclusion() {
        return JsonTypeInfo.As.NOTHING;
    }

    @Override
    public @Nullable String getPropertyName() {
        return null;
    }

    @Override
    public @Nullable TypeIdResolver getTypeIdResolver() {
        return null;
    }
}
