package io.dogpile.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/** The configuration that an example of the documentation shows. */
final class Yaml {

    private Yaml() {}

    static PropertySource<?> load(String resource) {
        try {
            return new YamlPropertySourceLoader()
                    .load(resource, new ClassPathResource(resource))
                    .get(0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
