package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.settings.InvalidSettingException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/** Says where a setting that can't be used stands, and what could stand there instead. */
final class InvalidSettingFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSettingException> {

    private final Environment environment;

    InvalidSettingFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidSettingException cause) {
        ConfigurationProperty property = find(cause.setting());
        String inherited = null;
        if (property == null) {
            inherited = "dogpile.defaults"
                    + cause.setting().substring(cause.setting().lastIndexOf('.'));
            property = find(inherited);
        }
        StringBuilder description = new StringBuilder("The configuration of dogpile can't be used:%n%n".formatted());
        line(description, "Property", cause.setting());
        if (property != null) {
            line(description, "Inherited from", inherited);
            line(description, "Value", property.getValue());
            Origin origin = exactOrigin(cause.setting());
            line(description, "Origin", origin == null ? property.getOrigin() : origin);
        } else {
            line(description, "Value", cause.value());
        }
        line(description, "Reason", cause.reason());
        return new FailureAnalysis(description.toString(), cause.advice(), cause);
    }

    private static void line(StringBuilder description, String label, @Nullable Object value) {
        if (value != null) {
            description.append("    %s: %s%n".formatted(label, value));
        }
    }

    /** Where the setting stands in exactly this spelling, which matters when it stands somewhere else in another. */
    private @Nullable Origin exactOrigin(String setting) {
        if (environment instanceof ConfigurableEnvironment configurable) {
            for (PropertySource<?> source : configurable.getPropertySources()) {
                Origin origin = OriginLookup.getOrigin(source, setting);
                if (origin != null) {
                    return origin;
                }
            }
        }
        return null;
    }

    private @Nullable ConfigurationProperty find(String setting) {
        ConfigurationPropertyName name = ConfigurationPropertyName.adapt(setting, '.');
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty property = source.getConfigurationProperty(name);
            if (property != null) {
                return property;
            }
        }
        return null;
    }
}
