package io.dogpile.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionsTests {

    @Test
    void versionsAreThoseOfTheJarsNames() {
        assertThat(Versions.of(List.of(
                        "lib/caffeine-3.2.3.jar",
                        "lib/spring-boot-4.1.2.jar",
                        "lib/spring-boot-cache-9.9.9.jar",
                        "lib/jackson-databind-3.1.0.jar",
                        "lib/jackson-databind-2.21.0.jar",
                        "target/classes")))
                .isEqualTo(Map.of("Spring Boot", "4.1.2", "Caffeine", "3.2.3", "Jackson", "2.21.0 and 3.1.0"));
    }

    @Test
    void allLibrariesOfThisClassPathAreFound() throws IOException {
        assertThat(Versions.current())
                .containsOnlyKeys(
                        "Spring Boot",
                        "Spring Data Redis",
                        "Lettuce",
                        "Caffeine",
                        "cache2k",
                        "JetCache",
                        "Redisson",
                        "Jackson");
    }
}
