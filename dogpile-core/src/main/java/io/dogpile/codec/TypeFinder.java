package io.dogpile.codec;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.util.TokenBufferReadContext;

/** Finds what a type string says of the place where a parser is, and what is to be read there. */
record TypeFinder(JsonTypes types, @Nullable TypeNode root) {

    static @Nullable TypeFinder of(DeserializationContext context) {
        return (TypeFinder) context.getAttribute(TypeFinder.class);
    }

    /** The name that was written of the value which begins, or is, at the parser's current token. */
    @Nullable
    TypeName find(JsonParser parser) {
        if (root == null) {
            return null;
        }
        TokenStreamContext place = parser.streamReadContext();
        JsonToken token = parser.currentToken();
        boolean begun =
                token != null && (token.isStructStart() || token == JsonToken.PROPERTY_NAME || token.isStructEnd());
        TokenStreamContext outer = begun ? place.getParent() : place;
        TypeNode node = at(outer, false);
        if (node == null && outer instanceof TokenBufferReadContext) {
            node = at(outer, true);
        }
        return node == null ? null : node.type();
    }

    /**
     * What is said of a place.
     *
     * @param unwrapped whether the parser reads a copy of an object that begins anew, as Jackson does for
     *     {@code @JsonUnwrapped}: it then stands one level deeper than it should
     */
    private @Nullable TypeNode at(@Nullable TokenStreamContext place, boolean unwrapped) {
        if (place == null || place.inRoot()) {
            return root;
        }
        TokenStreamContext outer = place.getParent();
        boolean copied = unwrapped
                && outer instanceof TokenBufferReadContext
                && !(outer.getParent() instanceof TokenBufferReadContext);
        TypeNode container = at(copied ? outer.getParent() : outer, unwrapped);
        if (container == null) {
            return null;
        }
        if (place.inArray()) {
            return container.element(place.getCurrentIndex());
        }
        String name = place.currentName();
        return name == null ? null : container.member(name);
    }

    /**
     * The type to read. A written type counts where it is more exact than the declared one. Otherwise the declared one
     * does, as long as the written one says no more than JSON does; of two unrelated classes none is right.
     *
     * @throws CodecException if what was written can't be what is declared
     */
    JavaType choose(JavaType declared, @Nullable TypeName written, boolean array) {
        if (written == null) {
            Class<?> assumed = ValueTypes.assumed(declared.getRawClass(), array);
            return declared.hasRawClass(assumed)
                    ? declared
                    : specialized(declared, types.factory().constructType(assumed));
        }
        JavaType type = types.resolve(written);
        if (declared.isJavaLangObject()) {
            return type;
        }
        if (declared.isTypeOrSuperTypeOf(type.getRawClass())) {
            return specialized(declared, type);
        }
        if (written.content() != null) {
            return choose(declared, written.content(), array);
        }
        if (type.isTypeOrSuperTypeOf(declared.getRawClass())
                || declared.isReferenceType()
                || JdkTypes.isPartOfJdk(type.getRawClass().getName())) {
            return declared;
        }
        throw new CodecException(
                "The entry is a " + type.getRawClass().getName() + ", not a "
                        + declared.getRawClass().getName(),
                null);
    }

    /** The written type, with what the declared one says of its elements if that is more. */
    private JavaType specialized(JavaType declared, JavaType type) {
        if (declared.isArrayType()) {
            return type;
        }
        JavaType content = declared.getContentType();
        boolean openContent = content == null || content.isJavaLangObject();
        if (declared.isMapLikeType()
                && type.isMapLikeType()
                && declared.getKeyType().isJavaLangObject()) {
            return openContent
                    ? type
                    : types.factory()
                            .constructMapType(type.getRawClass().asSubclass(Map.class), type.getKeyType(), content);
        }
        if (content != null && openContent && !declared.isMapLikeType() && type.hasContentType()) {
            return type;
        }
        return declared.hasRawClass(type.getRawClass())
                ? declared
                : types.factory().constructSpecializedType(declared, type.getRawClass());
    }
}
