package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.region.PolicySettings;
import io.dogpile.spring.boot.autoconfigure.RegionPaths.RegionPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.env.Environment;

/** Reads the configuration of regions from the environment. */
final class RegionBinder {

    /** The settings that a region can inherit. */
    static final List<String> INHERITABLE = Stream.concat(
                    Stream.of(
                            "async-creation",
                            "cache-null-values",
                            "expiration-time",
                            "explain",
                            "key-mangler",
                            "outage-copies",
                            "record-stats",
                            "serve-stale",
                            "wait-timeout",
                            "wrap"),
                    PolicySettings.NAMES.stream())
            .toList();

    private static final List<String> GLOBAL = List.of(
            "enabled",
            "prefix",
            "protect-cacheable",
            "transaction-aware",
            "propagate-context",
            "startup-checks",
            "key-generator",
            "background",
            "defaults");

    private static final ConfigurationPropertyName DOGPILE = ConfigurationPropertyName.of("dogpile");
    private static final ConfigurationPropertyName DEFAULTS = DOGPILE.append("defaults");
    private static final ConfigurationPropertyName BACKGROUND = DOGPILE.append("background");

    private final Binder binder;
    private final PropertyNames names;
    private final String prefix;
    private final Map<String, RegionPath> paths = new LinkedHashMap<>();

    private RegionBinder(Binder binder, PropertyNames names) {
        this.binder = binder;
        this.names = names;
        this.prefix = binder.bind("dogpile.prefix", String.class).orElse(new DogpileProperties().getPrefix());
    }

    static RegionBinder of(Environment environment) {
        RegionBinder regions = new RegionBinder(Binder.get(environment), PropertyNames.of(environment));
        regions.names.rejectUnknown(DOGPILE, DOGPILE.toString(), regions.globalSettings());
        regions.names.rejectUnknown(DEFAULTS, DEFAULTS.toString(), INHERITABLE);
        regions.names.rejectUnknown(BACKGROUND, BACKGROUND.toString(), BackgroundProperties.SETTINGS);
        for (RegionPath path : RegionPaths.find(regions.names, regions.prefix)) {
            regions.names.rejectUnknown(path.path(), path.display(), regionSettings());
            regions.paths.put(path.name(), path);
        }
        return regions;
    }

    /** The prefix of regions may itself begin with {@code dogpile}. */
    private List<String> globalSettings() {
        List<String> settings = new ArrayList<>(GLOBAL);
        ConfigurationPropertyName root = ConfigurationPropertyName.ofIfValid(prefix);
        if (root != null && DOGPILE.isAncestorOf(root)) {
            settings.add(root.getElement(1, Form.UNIFORM));
        }
        return settings;
    }

    private static List<String> regionSettings() {
        List<String> settings = new ArrayList<>(INHERITABLE);
        settings.add("backend");
        settings.add("value-type");
        settings.add("arguments");
        return settings;
    }

    /** The names of the regions that are configured. */
    Set<String> names() {
        return paths.keySet();
    }

    /** How messages name the place where a region is or would be configured. */
    String display(String name) {
        RegionPath path = paths.get(name);
        return path == null ? prefix + "." + name : path.display();
    }

    /** What is configured for a region; for one that is not, what it inherits. */
    RegionProperties bind(String name) {
        RegionProperties region = new RegionProperties();
        if (names.mayHave(DEFAULTS)) {
            binder.bind(DEFAULTS, Bindable.<RegionDefaults>ofInstance(region));
        }
        RegionPath path = paths.get(name);
        if (path != null) {
            binder.bind(path.path(), Bindable.ofInstance(region));
            region.setArguments(RegionArguments.read(names, binder, path.path().append("arguments")));
        }
        return region;
    }
}
