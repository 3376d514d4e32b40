package io.dogpile.codec;

import io.dogpile.codec.TypeNode.Span;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@link TypeStringWriter} wrote. Every class it names is judged here, before anything is loaded. */
final class TypeStringReader {

    private static final int MAXIMUM_DEPTH = 600; // JSON itself may not be nested deeper than 500
    private static final String SYNTAX = "{}[],;=<>:#*";

    private final String text;
    private final TypeAllowList allowed;
    private final List<String> names = new ArrayList<>();
    private int at;

    private TypeStringReader(String text, TypeAllowList allowed) {
        this.text = text;
        this.allowed = allowed;
    }

    static TypeNode read(String text, TypeAllowList allowed) {
        TypeStringReader reader = new TypeStringReader(text, allowed);
        TypeNode root = reader.node(0);
        if (reader.at < text.length()) {
            throw reader.damaged();
        }
        return root;
    }

    private TypeNode node(int depth) {
        if (depth > MAXIMUM_DEPTH) {
            throw damaged();
        }
        TypeNode node = new TypeNode();
        if (!nextIs('{')) {
            node.type(type(depth));
        }
        if (skip('{')) {
            List<Span> spans = new ArrayList<>();
            do {
                child(node, spans, depth + 1);
            } while (skip(','));
            require('}');
            spans.sort(Comparator.comparingInt(Span::first));
            node.spans(spans.toArray(Span[]::new));
        }
        return node;
    }

    private void child(TypeNode parent, List<Span> spans, int depth) {
        if (skip('*')) {
            require('=');
            parent.each(node(depth));
        } else if (skip('[')) {
            List<int[]> ranges = new ArrayList<>();
            do {
                String[] bounds = word().split("-", 2);
                ranges.add(new int[] {number(bounds[0]), number(bounds[bounds.length - 1])});
            } while (skip(';'));
            require(']');
            require('=');
            TypeNode node = node(depth);
            ranges.forEach(range -> spans.add(new Span(range[0], range[1], node)));
        } else {
            String name = unescaped(word());
            require('=');
            parent.member(name, node(depth));
        }
    }

    private TypeName type(int depth) {
        if (depth > MAXIMUM_DEPTH) {
            throw damaged();
        }
        String element = name();
        String key = null;
        int dimensions = 0;
        TypeName content = null;
        if (skip('<')) {
            key = name();
            require('>');
        }
        while (skip('[')) {
            require(']');
            dimensions++;
        }
        if (skip(':')) {
            content = type(depth + 1);
        }
        return new TypeName(element, key, dimensions, content);
    }

    private String name() {
        if (skip('#')) {
            int index = number(word());
            if (index >= names.size()) {
                throw damaged();
            }
            return names.get(index);
        }
        String name = unescaped(word());
        if (JdkTypes.bySimpleName(name) == null && !name.equals(JsonTypes.TREE)) {
            if (name.startsWith("[") || !allowed.allows(name)) {
                throw Refusal.notAllowed(name);
            }
            names.add(name);
        }
        return name;
    }

    private String word() {
        int start = at;
        while (at < text.length() && SYNTAX.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private String unescaped(String word) {
        try {
            return word.indexOf('%') < 0 ? word : URLDecoder.decode(word.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw damaged(malformed);
        }
    }

    private int number(String digits) {
        try {
            return Integer.parseUnsignedInt(digits);
        } catch (NumberFormatException malformed) {
            throw damaged(malformed);
        }
    }

    private boolean nextIs(char expected) {
        return at < text.length() && text.charAt(at) == expected;
    }

    private boolean skip(char expected) {
        boolean there = nextIs(expected);
        if (there) {
            at++;
        }
        return there;
    }

    private void require(char expected) {
        if (!skip(expected)) {
            throw damaged();
        }
    }

    private CodecException damaged() {
        return damaged(null);
    }

    private CodecException damaged(@Nullable Exception cause) {
        return new CodecException("The type of the entry is damaged at character " + at, cause);
    }
}
