package io.dogpile.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.docs.Snippets.Stock;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.PolicySettings;
import io.dogpile.region.RegionConfig;
import io.dogpile.settings.Settings;
import io.dogpile.spring.boot.autoconfigure.DogpileAnnotationsAutoConfiguration;
import io.dogpile.spring.boot.autoconfigure.DogpileAutoConfiguration;
import io.dogpile.spring.boot.autoconfigure.DogpileCacheAutoConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;

/** The examples of docs/policies.md. */
class PoliciesPageTests {

    private static final String PAGE = Markdown.read(java.nio.file.Path.of("../docs/policies.md"));

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DogpileAutoConfiguration.class,
                    DogpileCacheAutoConfiguration.class,
                    DogpileAnnotationsAutoConfiguration.class));

    static List<PropertySource<?>> configurations() {
        return Yaml.all("docs/policies.yml");
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void whatAnExampleSetsIsWhatItsRegionHas(PropertySource<?> configuration) {
        runner.withInitializer(
                        context -> context.getEnvironment().getPropertySources().addLast(configuration))
                .run(context -> ((MapPropertySource) configuration).getSource().forEach((name, written) -> {
                    String[] path = name.split("\\.");
                    Map<String, Object> settings = context.getBean(path[1] + "CacheRegion", CacheRegion.class)
                            .settings();
                    assertThat(settings).containsKey(path[2]);
                    assertThat(settings.get(path[2])).isEqualTo(read(written.toString(), settings.get(path[2])));
                }));
    }

    private static Object read(String written, Object shown) {
        if (shown instanceof Duration) {
            return Settings.of("", Map.of("time", written)).getDuration("time", null);
        }
        if (shown instanceof Integer) {
            return Integer.valueOf(written);
        }
        if (shown instanceof Double) {
            return Double.valueOf(written);
        }
        return shown instanceof List ? List.of(written.split(", ")) : written;
    }

    static List<String> policies() {
        return Stream.concat(PolicySettings.NAMES.stream(), Stream.of("explain"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("policies")
    void everyPolicyIsExplainedAndShown(String name) {
        assertThat(PAGE).contains("    " + name + ": ");
        assertThat(Markdown.read(java.nio.file.Path.of("../docs/configuration.md")))
                .contains("`" + name + "`");
    }

    @Test
    void aCallAndAMethodHavePoliciesOfTheirOwn() {
        CacheRegion region =
                CacheRegion.of("stock", RegionConfig.builder("memory").build());
        assertThat(Snippets.stock(region, isbn -> new Stock(isbn, 1), "1")).isEqualTo(new Stock("1", 1));

        runner.withBean(Snippets.Books.class, () -> new Snippets.Books(new ArrayList<>()))
                .withPropertyValues("cache.books.backend=memory")
                .run(context -> {
                    Stock stock = context.getBean(Snippets.Books.class).stock("1");
                    assertThat(context.getBean(Snippets.Books.class).stock("1")).isSameAs(stock);
                });
    }
}
