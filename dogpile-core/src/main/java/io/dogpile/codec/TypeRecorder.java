package io.dogpile.codec;

import io.dogpile.codec.TypeStringWriter.Noted;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;

/** Notes the types of one value's parts while it is written. Not thread-safe. */
final class TypeRecorder {

    private final ValueTypes valueTypes;
    private final Noted root = new Noted();

    TypeRecorder(ValueTypes valueTypes, Object value, JavaType anything) {
        this.valueTypes = valueTypes;
        root.type = valueTypes.toWrite(value, null, anything);
    }

    static @Nullable TypeRecorder of(SerializationContext context) {
        return (TypeRecorder) context.getAttribute(TypeRecorder.class);
    }

    /** A value is about to be written at the place where the generator is. */
    void note(TokenStreamContext place, Object value, @Nullable Class<?> as, JavaType declared) {
        if (place.inRoot()) {
            return; // known from the start
        }
        TypeName type = valueTypes.toWrite(value, as, declared);
        if (type != null) {
            Noted noted = reach(place).child(segment(place, place.getEntryCount()));
            if (noted.type == null) { // else it is what is in an Optional, which has the place of the Optional
                noted.type = type;
            }
        }
    }

    /** An array or map ends, with its elements at this place. */
    void noteSize(TokenStreamContext elements, int size) {
        Noted container = find(elements);
        if (container != null) {
            container.size = size;
        }
    }

    @Nullable
    String typeString() {
        return TypeStringWriter.write(root);
    }

    /** The container whose elements are at a place. */
    private Noted reach(TokenStreamContext elements) {
        TokenStreamContext outer = elements.getParent();
        return outer.inRoot() ? root : reach(outer).child(segment(outer, outer.getEntryCount() - 1));
    }

    private @Nullable Noted find(TokenStreamContext elements) {
        TokenStreamContext outer = elements.getParent();
        if (outer.inRoot()) {
            return root;
        }
        Noted container = find(outer);
        return container == null ? null : container.children.get(segment(outer, outer.getEntryCount() - 1));
    }

    private static Object segment(TokenStreamContext place, int index) {
        return place.inArray() ? (Object) index : place.currentName();
    }
}
