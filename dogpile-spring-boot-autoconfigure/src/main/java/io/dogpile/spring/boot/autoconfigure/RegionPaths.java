package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.settings.InvalidSettingException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/** Finds the regions that are configured: those whose backend is set. */
final class RegionPaths {

    private static final String BACKEND = "backend";

    private final ConfigurationPropertyName prefix;
    private final Map<String, RegionPath> found = new LinkedHashMap<>();

    private RegionPaths(ConfigurationPropertyName prefix) {
        this.prefix = prefix;
    }

    static Collection<RegionPath> find(PropertyNames names, String prefix) {
        ConfigurationPropertyName root = ConfigurationPropertyName.ofIfValid(prefix);
        if (root == null || root.isEmpty()) {
            throw new InvalidSettingException(
                    "dogpile.prefix",
                    prefix,
                    "is not the name of a property",
                    "Use lower-case letters, digits and dashes, with dots between levels, such as app.cache.");
        }
        RegionPaths paths = new RegionPaths(root);
        for (PropertyNames.Source source : names.sources()) {
            for (ConfigurationPropertyName name : source.below(root)) {
                if (paths.isBackend(name)) {
                    paths.add(name, source.isEnvironment());
                }
            }
        }
        return paths.found.values();
    }

    private boolean isBackend(ConfigurationPropertyName name) {
        int depth = prefix.getNumberOfElements();
        return name.getNumberOfElements() == depth + 2
                && !name.isNumericIndex(depth)
                && name.getElement(depth + 1, Form.UNIFORM).equals(BACKEND);
    }

    private void add(ConfigurationPropertyName backend, boolean fromEnvironment) {
        int depth = prefix.getNumberOfElements();
        String name = backend.getElement(depth, Form.ORIGINAL);
        String uniform = backend.getElement(depth, Form.UNIFORM);
        RegionPath path = new RegionPath(name, backend.getParent(), prefix.toString(), fromEnvironment);
        RegionPath twin = found.putIfAbsent(uniform, path);
        if (twin == null || fromEnvironment) {
            return;
        }
        if (twin.fromEnvironment()) {
            found.put(uniform, path);
        } else if (!twin.name().equals(name)) {
            throw new InvalidSettingException(
                    path.display() + "." + BACKEND,
                    null,
                    "this region is also named '" + twin.name() + "', by '" + twin.display() + "." + BACKEND
                            + "'; dashes, underscores and capitals make no difference",
                    "Write the region's name in the same way everywhere, or give one of the regions another name.");
        }
    }

    /**
     * Where a region is configured.
     *
     * @param name the region's name as it is written
     * @param path the full name of its group of properties
     * @param prefix the root of all regions
     * @param fromEnvironment whether the name is known from an environment variable only, in lower case that is
     */
    record RegionPath(String name, ConfigurationPropertyName path, String prefix, boolean fromEnvironment) {

        /** The path with the region's name as it is written. */
        String display() {
            return prefix + (name.indexOf('.') < 0 ? "." + name : "[" + name + "]");
        }
    }
}
