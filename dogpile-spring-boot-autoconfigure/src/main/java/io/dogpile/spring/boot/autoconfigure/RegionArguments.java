package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.settings.Settings;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * Reads a backend's arguments. Boot's own binding of maps takes {@code maximum-size} in a file and {@code
 * CACHE_LOCAL_ARGUMENTS_MAXIMUM_SIZE} in the environment for two entries, the second one a map in a map; here the
 * environment overrides the file, as it does for settings whose names are known.
 */
final class RegionArguments {

    private RegionArguments() {}

    static Map<String, @Nullable Object> read(PropertyNames names, Binder binder, ConfigurationPropertyName parent) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        Set<String> overridden = new HashSet<>();
        int depth = parent.getNumberOfElements();
        for (PropertyNames.Source source : names.sources()) {
            Map<String, ConfigurationPropertyName> own = new LinkedHashMap<>();
            for (ConfigurationPropertyName name : source.below(parent)) {
                own.put(source.isEnvironment() ? joined(name, depth) : name.getElement(depth, Form.ORIGINAL), name);
            }
            own.keySet().removeIf(key -> overridden.contains(Settings.canonical(key)));
            for (Map.Entry<String, ConfigurationPropertyName> entry : own.entrySet()) {
                ConfigurationPropertyName name = entry.getValue();
                overridden.add(Settings.canonical(entry.getKey()));
                int end = source.isEnvironment() ? name.getNumberOfElements() : depth + 1;
                arguments.put(entry.getKey(), value(binder, name, end));
            }
        }
        return arguments;
    }

    private static String joined(ConfigurationPropertyName name, int depth) {
        StringBuilder key = new StringBuilder(name.getElement(depth, Form.ORIGINAL));
        for (int i = depth + 1; i < name.getNumberOfElements(); i++) {
            key.append('-').append(name.getElement(i, Form.ORIGINAL));
        }
        return key.toString();
    }

    private static @Nullable Object value(Binder binder, ConfigurationPropertyName name, int depth) {
        ConfigurationPropertyName argument = name.chop(depth);
        if (name.getNumberOfElements() == depth) {
            return binder.bind(argument, Bindable.of(Object.class)).orElse(null);
        }
        return name.isNumericIndex(depth)
                ? binder.bind(argument, Bindable.listOf(Object.class)).orElse(null)
                : binder.bind(argument, Bindable.mapOf(String.class, Object.class))
                        .orElse(null);
    }
}
