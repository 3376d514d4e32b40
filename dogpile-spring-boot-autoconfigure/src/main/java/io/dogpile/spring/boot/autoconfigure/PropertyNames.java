package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.settings.InvalidSettingException;
import io.dogpile.settings.Suggestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The names of the properties that are set, which a binder does not tell. Read at every start, where loops are cheaper
 * than the classes that lambdas become.
 */
final class PropertyNames {

    private final Iterable<ConfigurationPropertySource> all;
    private final List<Source> sources = new ArrayList<>();

    private PropertyNames(Iterable<ConfigurationPropertySource> all) {
        this.all = all;
        for (ConfigurationPropertySource source : all) {
            if (source instanceof IterableConfigurationPropertySource iterable) {
                sources.add(new Source(iterable));
            }
        }
    }

    static PropertyNames of(Environment environment) {
        return new PropertyNames(ConfigurationPropertySources.get(environment));
    }

    /** False if no source has a property below a name; those that can't be listed may have any. */
    boolean mayHave(ConfigurationPropertyName parent) {
        for (ConfigurationPropertySource source : all) {
            if (source.containsDescendantOf(parent) != ConfigurationPropertyState.ABSENT) {
                return true;
            }
        }
        return false;
    }

    /** The sources, those with the highest precedence first. */
    List<Source> sources() {
        return sources;
    }

    /**
     * Fails if a property below a name is none of the known ones. Variables of the system's environment may be
     * anybody's, so they are not looked at.
     */
    void rejectUnknown(ConfigurationPropertyName parent, String display, Collection<String> known) {
        int depth = parent.getNumberOfElements();
        for (Source source : sources) {
            if (source.isEnvironment()) {
                continue;
            }
            for (ConfigurationPropertyName name : source.below(parent)) {
                if (!contains(known, name.getElement(depth, Form.UNIFORM))) {
                    String unknown = name.getElement(depth, Form.ORIGINAL);
                    throw new InvalidSettingException(
                            display + "." + unknown,
                            null,
                            "there is no such setting",
                            Suggestions.advice(unknown, known));
                }
            }
        }
    }

    private static boolean contains(Collection<String> known, String uniform) {
        for (String each : known) {
            if (ConfigurationPropertyName.adapt(each, '.')
                    .getElement(0, Form.UNIFORM)
                    .equals(uniform)) {
                return true;
            }
        }
        return false;
    }

    /** One source of properties. */
    record Source(IterableConfigurationPropertySource properties) {

        List<ConfigurationPropertyName> below(ConfigurationPropertyName parent) {
            List<ConfigurationPropertyName> below = new ArrayList<>();
            for (ConfigurationPropertyName name : properties) {
                if (parent.isAncestorOf(name)) {
                    below.add(name);
                }
            }
            return below;
        }

        /** In the environment a name can't have dashes, dots or capitals, so its words and levels look the same. */
        boolean isEnvironment() {
            return properties.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
        }
    }
}
