package io.dogpile.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.Version;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.deser.Deserializers;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;
import tools.jackson.databind.ser.ValueSerializerModifier;

/** Makes a user's mapper one that reads back exactly what it wrote, or says that it can't. */
final class CacheJson {

    private CacheJson() {}

    static JsonMapper adapt(JsonMapper mapper, TypeAllowList allowed, ClassLoader loader) {
        AnnotationIntrospector annotations = mapper.deserializationConfig().getAnnotationIntrospector();
        JsonMapper adapted = mapper.rebuild()
                .typeFactory(mapper.getTypeFactory().withClassLoader(loader))
                .disable(
                        SerializationFeature.INDENT_OUTPUT,
                        SerializationFeature.WRAP_ROOT_VALUE,
                        SerializationFeature.WRITE_SELF_REFERENCES_AS_NULL,
                        SerializationFeature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED)
                .enable(SerializationFeature.WRITE_EMPTY_JSON_ARRAYS)
                .disable(
                        DeserializationFeature.UNWRAP_ROOT_VALUE,
                        DeserializationFeature.UNWRAP_SINGLE_VALUE_ARRAYS,
                        DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                        DeserializationFeature.ACCEPT_EMPTY_STRING_AS_NULL_OBJECT,
                        DeserializationFeature.ACCEPT_EMPTY_ARRAY_AS_NULL_OBJECT,
                        DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                        DeserializationFeature.FAIL_ON_INVALID_SUBTYPE,
                        DeserializationFeature.FAIL_ON_UNRESOLVED_OBJECT_IDS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(
                        EnumFeature.WRITE_ENUMS_USING_TO_STRING,
                        EnumFeature.READ_ENUMS_USING_TO_STRING,
                        EnumFeature.WRITE_ENUMS_USING_INDEX,
                        EnumFeature.WRITE_ENUM_KEYS_USING_INDEX,
                        EnumFeature.READ_ENUM_KEYS_USING_INDEX,
                        EnumFeature.WRITE_ENUMS_TO_LOWERCASE,
                        EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL,
                        EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(
                        DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS,
                        DateTimeFeature.WRITE_DATE_KEYS_AS_TIMESTAMPS,
                        DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
                        DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE,
                        DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID,
                        DateTimeFeature.TRUNCATE_TO_MSECS_ON_READ,
                        DateTimeFeature.TRUNCATE_TO_MSECS_ON_WRITE)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
                .enable(StreamWriteFeature.STRICT_DUPLICATE_DETECTION)
                .annotationIntrospector(AnnotationIntrospector.pair(new CacheAnnotations(annotations), annotations))
                .polymorphicTypeValidator(new ListedTypes(allowed))
                .setDefaultTyping(new SideTyping())
                .addModule(new TypingModule())
                .build();
        return adapted.rebuild()
                .addHandler(new ComputedProperties(adapted.serializationConfig()))
                .build();
    }

    /** Writes nulls and defaults too, so that what is missing tells that a class has changed. */
    private static final class CacheAnnotations extends NopAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        private final AnnotationIntrospector annotations;

        CacheAnnotations(AnnotationIntrospector annotations) {
            this.annotations = annotations;
        }

        @Override
        public JsonInclude.Value findPropertyInclusion(MapperConfig<?> config, Annotated annotated) {
            return JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS);
        }

        /** A property with a serializer or deserializer of its own takes care of its class itself. */
        @Override
        public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
            boolean own = annotated instanceof AnnotatedMember
                    && (annotations.findSerializer(config, annotated) != null
                            || annotations.findDeserializer(config, annotated) != null)
                    && annotations.findPolymorphicTypeInfo(config, annotated) == null;
            return own ? JsonTypeInfo.Value.construct(JsonTypeInfo.Id.NONE, null, null, null, false, null) : null;
        }
    }

    /** For classes that users' own {@code @JsonTypeInfo} names in the JSON. */
    private static final class ListedTypes extends PolymorphicTypeValidator {

        private static final long serialVersionUID = 1L;

        private final transient TypeAllowList allowed;

        ListedTypes(TypeAllowList allowed) {
            this.allowed = allowed;
        }

        @Override
        public Validity validateBaseType(DatabindContext context, JavaType baseType) {
            return Validity.INDETERMINATE;
        }

        @Override
        public Validity validateSubClassName(DatabindContext context, JavaType baseType, String name) {
            return allowed.allows(name) ? Validity.ALLOWED : Validity.DENIED;
        }

        @Override
        public Validity validateSubType(DatabindContext context, JavaType baseType, JavaType subType) {
            return validateSubClassName(context, baseType, subType.getRawClass().getName());
        }
    }

    private static final class TypingModule extends JacksonModule {

        @Override
        public String getModuleName() {
            return TypingModule.class.getName();
        }

        @Override
        public Version version() {
            return Version.unknownVersion();
        }

        @Override
        public void setupModule(SetupContext context) {
            context.addDeserializers(new Deserializers.Base() {
                @Override
                public @Nullable ValueDeserializer<?> findBeanDeserializer(
                        JavaType type, DeserializationConfig config, BeanDescription.Supplier description) {
                    return SlotDeserializer.handles(type) ? new SlotDeserializer(type) : null;
                }

                @Override
                public boolean hasDeserializerFor(DeserializationConfig config, Class<?> type) {
                    return SlotDeserializer.handles(config.constructType(type));
                }
            });
            context.addSerializerModifier(new ValueSerializerModifier() {
                private static final long serialVersionUID = 1L;

                @Override
                public ValueSerializer<?> modifySerializer(
                        SerializationConfig config,
                        BeanDescription.Supplier description,
                        ValueSerializer<?> serializer) {
                    return NotingSerializer.wrapIfSilent(serializer, description.getBeanClass());
                }
            });
        }
    }
}
