package io.dogpile.codec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.jsontype.TypeIdResolver;

/** Asks the {@link TypeFinder} for the class, where nothing in the JSON tells it. */
final class SideTypeDeserializer extends TypeDeserializer {

    private final JavaType declared;
    private final @Nullable BeanProperty property;
    private final Map<JavaType, ValueDeserializer<Object>> known = new ConcurrentHashMap<>();
    private volatile boolean knownAsPlain;
    private volatile @Nullable JavaType unwrittenArray;
    private volatile @Nullable JavaType unwritten;

    SideTypeDeserializer(JavaType declared, @Nullable BeanProperty property) {
        this.declared = declared;
        this.property = property;
    }

    @Nullable
    Object deserialize(JsonParser parser, DeserializationContext context) {
        ValueDeserializer<?> annotated = annotatedDeserializer(context);
        if (annotated != null) {
            return annotated.deserialize(parser, context);
        }
        TypeFinder finder = TypeFinder.of(context);
        TypeName written = finder == null ? null : finder.find(parser);
        if (written == null) {
            Object natural = natural(parser, declared.getRawClass());
            if (natural != null) {
                return natural;
            }
        } else {
            ValueDeserializer<?> own = ownDeserializer(context);
            if (own != null) {
                return own.deserialize(parser, context);
            }
        }
        boolean array = parser.hasToken(JsonToken.START_ARRAY);
        JavaType type = finder == null ? declared : type(finder, written, array);
        ValueDeserializer<?> deserializer = deserializer(context, type);
        return parser.hasToken(JsonToken.VALUE_NULL)
                ? deserializer.getNullValue(context)
                : deserializer.deserialize(parser, context);
    }

    /** What is read where nothing was written depends on nothing else, so it is chosen once. */
    private JavaType type(TypeFinder finder, @Nullable TypeName written, boolean array) {
        if (written != null) {
            return finder.choose(declared, written, array);
        }
        JavaType chosen = array ? unwrittenArray : unwritten;
        if (chosen == null) {
            chosen = finder.choose(declared, null, array);
            if (array) {
                unwrittenArray = chosen;
            } else {
                unwritten = chosen;
            }
        }
        return chosen;
    }

    /** Kept, as Jackson's own typing does: making it contextual anew takes longer than reading a small value. */
    private ValueDeserializer<Object> deserializer(DeserializationContext context, JavaType type) {
        ValueDeserializer<Object> deserializer = known.get(type);
        if (deserializer == null) {
            deserializer = context.findContextualValueDeserializer(type, property);
            JsonTypes.remember(known, type, deserializer);
        }
        return deserializer;
    }

    /** Where the property says itself how it is read. */
    private @Nullable ValueDeserializer<?> annotatedDeserializer(DeserializationContext context) {
        if (knownAsPlain || property == null || !property.getType().hasRawClass(declared.getRawClass())) {
            return null;
        }
        AnnotatedMember member = property.getMember();
        if (member == null) {
            return null;
        }
        Object definition = context.getAnnotationIntrospector().findDeserializer(context.getConfig(), member);
        knownAsPlain = definition == null;
        return definition == null ? null : context.deserializerInstance(member, definition);
    }

    /** Where a class of the application has a deserializer of its own, that knows better which class to make. */
    private @Nullable ValueDeserializer<?> ownDeserializer(DeserializationContext context) {
        if (JdkTypes.isPartOfJdk(declared.getRawClass().getName()) || declared.isArrayType()) {
            return null;
        }
        ValueDeserializer<?> found = deserializer(context, declared);
        return found instanceof AbstractDeserializer
                        || found instanceof BeanDeserializerBase
                        || found.getClass().getName().startsWith("tools.jackson.databind.")
                ? null
                : found;
    }

    /** The value if JSON alone tells what it is. */
    private static @Nullable Object natural(JsonParser parser, Class<?> declared) {
        JsonToken token = parser.currentToken();
        Object value = null;
        if (token == JsonToken.VALUE_STRING) {
            value = declared.isAssignableFrom(String.class) ? parser.getString() : null;
        } else if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            value = token == JsonToken.VALUE_TRUE;
        } else if (token == JsonToken.VALUE_NUMBER_INT) {
            value = integer(parser);
        } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            value = parser.getDoubleValue();
        }
        return declared.isInstance(value) ? value : null;
    }

    private static Number integer(JsonParser parser) {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? parser.getBigIntegerValue()
                : (Number) parser.getLongValue();
    }

    @Override
    public TypeDeserializer forProperty(BeanProperty newProperty) {
        return newProperty == property ? this : new SideTypeDeserializer(declared, newProperty);
    }

    @Override
    public @Nullable Object deserializeTypedFromObject(JsonParser parser, DeserializationContext context) {
        return deserialize(parser, context);
    }

    @Override
    public @Nullable Object deserializeTypedFromArray(JsonParser parser, DeserializationContext context) {
        return deserialize(parser, context);
    }

    @Override
    public @Nullable Object deserializeTypedFromScalar(JsonParser parser, DeserializationContext context) {
        return deserialize(parser, context);
    }

    @Override
    public @Nullable Object deserializeTypedFromAny(JsonParser parser, DeserializationContext context) {
        return deserialize(parser, context);
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

    @Override
    public @Nullable Class<?> getDefaultImpl() {
        return null;
    }
}
