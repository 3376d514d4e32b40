package io.dogpile.codec;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Writes what was noted of a value's types: {@code com.shop.Order}, {@code {*=com.shop.Order}} for a list of orders,
 * {@code com.shop.Order{payment=com.shop.Card,lines={*=com.shop.Book,[3;7-9]=com.shop.Toy}}}. A name that was written
 * before is {@code #} and its number among the full names.
 */
final class TypeStringWriter {

    /** Children that are written alike, by the text that stands for them. */
    private record Group(String selector, Noted node) {}

    /** Types at one place and within it, as they are noted while the value is written. */
    static final class Noted {
        @Nullable
        TypeName type;

        int size = -1; // of an array or map that is complete
        final Map<Object, Noted> children = new LinkedHashMap<>(); // by index or name
        private String text = "";
        private List<Group> groups = List.of();

        Noted child(Object indexOrName) {
            return children.computeIfAbsent(indexOrName, unknown -> new Noted());
        }
    }

    private final StringBuilder out = new StringBuilder();
    private final Map<String, Integer> names = new HashMap<>();

    private TypeStringWriter() {}

    /** The type string, or null if there is nothing to say. */
    static @Nullable String write(Noted root) {
        group(root);
        if (root.text.isEmpty()) {
            return null;
        }
        TypeStringWriter writer = new TypeStringWriter();
        writer.append(root);
        return writer.out.toString();
    }

    /** Bottom up, so that alike children can be told by their texts. */
    private static void group(Noted node) {
        Map<String, List<Entry<Object, Noted>>> alike = new LinkedHashMap<>();
        int typed = 0;
        for (Entry<Object, Noted> child : node.children.entrySet()) {
            group(child.getValue());
            if (!child.getValue().text.isEmpty()) {
                alike.computeIfAbsent(child.getValue().text, text -> new ArrayList<>())
                        .add(child);
                typed++;
            }
        }
        List<Group> groups = new ArrayList<>();
        String most = typed > 1 && typed == node.size ? mostFrequent(alike) : null;
        if (most != null) {
            groups.add(new Group("*", alike.getOrDefault(most, List.of()).get(0).getValue()));
            alike.remove(most);
        }
        alike.values().forEach(each -> addGroups(each, groups));
        StringBuilder text = new StringBuilder(node.type == null ? "" : node.type.toString());
        for (Group group : groups) {
            text.append('{')
                    .append(group.selector())
                    .append('=')
                    .append(group.node().text)
                    .append('}');
        }
        node.groups = groups;
        node.text = text.toString();
    }

    private static String mostFrequent(Map<String, List<Entry<Object, Noted>>> alike) {
        String most = "";
        int size = 0;
        for (Entry<String, List<Entry<Object, Noted>>> each : alike.entrySet()) {
            if (each.getValue().size() > size) {
                most = each.getKey();
                size = each.getValue().size();
            }
        }
        return most;
    }

    private static void addGroups(List<Entry<Object, Noted>> alike, List<Group> groups) {
        StringBuilder ranges = new StringBuilder();
        int first = -1;
        int last = -1;
        for (Entry<Object, Noted> each : alike) {
            if (each.getKey() instanceof Integer index) {
                if (first >= 0 && index == last + 1) {
                    last = index;
                    continue;
                }
                appendRange(ranges, first, last);
                first = index;
                last = index;
            } else {
                groups.add(new Group(escaped((String) each.getKey()), each.getValue()));
            }
        }
        appendRange(ranges, first, last);
        if (!ranges.isEmpty()) {
            groups.add(new Group("[" + ranges + "]", alike.get(0).getValue()));
        }
    }

    private static void appendRange(StringBuilder ranges, int first, int last) {
        if (first >= 0) {
            ranges.append(ranges.isEmpty() ? "" : ";").append(first);
            if (last > first) {
                ranges.append('-').append(last);
            }
        }
    }

    private void append(Noted node) {
        if (node.type != null) {
            append(node.type);
        }
        char separator = '{';
        for (Group group : node.groups) {
            out.append(separator).append(group.selector()).append('=');
            append(group.node());
            separator = ',';
        }
        if (separator == ',') {
            out.append('}');
        }
    }

    private void append(TypeName type) {
        append(type.element());
        if (type.key() != null) {
            out.append('<');
            append(type.key());
            out.append('>');
        }
        out.append("[]".repeat(type.dimensions()));
        if (type.content() != null) {
            out.append(':');
            append(type.content());
        }
    }

    private void append(String name) {
        boolean full = JdkTypes.bySimpleName(name) == null && !name.equals(JsonTypes.TREE);
        Integer before = full ? names.putIfAbsent(name, names.size()) : null;
        out.append(before == null ? escaped(name) : "#" + before);
    }

    private static String escaped(String name) {
        String escaped = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return escaped.indexOf("%24") < 0 ? escaped : escaped.replace("%24", "$");
    }
}
