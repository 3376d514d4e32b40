package io.dogpile.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/** The configuration that an example of the documentation shows. */
final class Yaml {

    private Yaml() {}

    static PropertySource<?> load(String resource) {
        return all(resource).get(0);
    }

    /** One for each document of the file. */
    static List<PropertySource<?>> all(String resource) {
        try {
            return new YamlPropertySourceLoader().load(resource, new ClassPathResource(resource));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
