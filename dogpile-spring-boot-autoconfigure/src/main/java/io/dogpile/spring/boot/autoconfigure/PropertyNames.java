package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.settings.InvalidSettingException;
import io.dogpile.settings.Suggestions;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The names of the properties that are set, which a binder does not tell. */
final class PropertyNames {

    private final List<Source> sources;

    private PropertyNames(List<Source> sources) {
        this.sources = sources;
    }

    static PropertyNames of(Environment environment) {
        return new PropertyNames(StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .filter(IterableConfigurationPropertySource.class::isInstance)
                .map(source -> new Source((IterableConfigurationPropertySource) source))
                .toList());
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
        List<String> canonical = known.stream().map(PropertyNames::uniform).toList();
        sources.stream()
                .filter(source -> !source.isEnvironment())
                .flatMap(source -> source.below(parent))
                .filter(name -> !canonical.contains(name.getElement(depth, Form.UNIFORM)))
                .findFirst()
                .ifPresent(name -> {
                    String unknown = name.getElement(depth, Form.ORIGINAL);
                    throw new InvalidSettingException(
                            display + "." + unknown,
                            null,
                            "there is no such setting",
                            Suggestions.advice(unknown, known));
                });
    }

    private static String uniform(String name) {
        return ConfigurationPropertyName.adapt(name, '.').getElement(0, Form.UNIFORM);
    }

    /** One source of properties. */
    record Source(IterableConfigurationPropertySource properties) {

        Stream<ConfigurationPropertyName> below(ConfigurationPropertyName parent) {
            return properties.stream().filter(parent::isAncestorOf);
        }

        /** In the environment a name can't have dashes, dots or capitals, so its words and levels look the same. */
        boolean isEnvironment() {
            return properties.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
        }
    }
}
