package io.dogpile.codec;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a type string says of the value at one place in the JSON, and of those within it. Read from several threads once
 * it is built.
 */
final class TypeNode {

    /** One class for several elements of an array, from one index to another. */
    record Span(int first, int last, TypeNode node) {}

    private @Nullable TypeName type;
    private @Nullable TypeNode each;
    private final Map<String, TypeNode> members = new LinkedHashMap<>();
    private Span[] spans = {};

    @Nullable
    TypeName type() {
        return type;
    }

    void type(TypeName name) {
        type = name;
    }

    void each(TypeNode node) {
        each = node;
    }

    void member(String name, TypeNode node) {
        members.put(name, node);
    }

    void spans(Span[] inOrder) {
        spans = inOrder;
    }

    @Nullable
    TypeNode member(String name) {
        TypeNode named = members.get(name);
        return named == null ? each : named;
    }

    @Nullable
    TypeNode element(int index) {
        int low = 0;
        int high = spans.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Span span = spans[middle];
            if (index < span.first()) {
                high = middle - 1;
            } else if (index > span.last()) {
                low = middle + 1;
            } else {
                return span.node();
            }
        }
        return each;
    }
}
