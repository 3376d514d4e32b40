package io.dogpile.redis;

import io.dogpile.settings.Settings;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param host its name or address
 * @param port its port
 */
record Address(String host, int port) {

    /** An IPv6 address stands in brackets. */
    private static final Pattern FORM = Pattern.compile("(?:\\[([^\\[\\]]+)]|([^:\\s\\[\\]]+))(?::(\\d{1,5}))?");

    /** From a list, or a text with commas, of {@code host} or {@code host:port}. */
    static List<Address> list(Settings arguments, String name, int standardPort) {
        Object value = arguments.get(name);
        Collection<?> nodes = value instanceof Collection<?> many
                ? many
                : value == null ? List.of() : Arrays.asList(value.toString().split(","));
        String advice = "List addresses, such as host1:" + standardPort + ", host2:" + standardPort + ".";
        if (nodes.isEmpty()) {
            throw arguments.invalid(name, "is not set", advice);
        }
        return nodes.stream()
                .map(node -> {
                    Matcher parts = FORM.matcher(String.valueOf(node).trim());
                    int port =
                            parts.matches() && parts.group(3) != null ? Integer.parseInt(parts.group(3)) : standardPort;
                    if (!parts.matches() || port < 1 || port > 65_535) {
                        throw arguments.invalid(name, "has '" + node + "', which is no address", advice);
                    }
                    return new Address(parts.group(1) == null ? parts.group(2) : parts.group(1), port);
                })
                .toList();
    }
}
