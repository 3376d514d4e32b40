package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

class ConfigurationMetadataTests {

    private static Map<String, Object> metadata;

    @BeforeAll
    static void load() throws IOException {
        for (Resource resource : new PathMatchingResourcePatternResolver()
                .getResources("classpath*:META-INF/spring-configuration-metadata.json")) {
            Map<String, Object> candidate =
                    JsonPath.parse(resource.getInputStream()).json();
            if (entries(candidate, "groups").stream().anyMatch(group -> "dogpile".equals(group.get("name")))) {
                metadata = candidate;
            }
        }
        assertThat(metadata).isNotNull();
        assertThat(new ClassPathResource("META-INF/additional-spring-configuration-metadata.json").exists())
                .isTrue();
    }

    @Test
    void everyPropertyIsDescribed() {
        assertThat(entries(metadata, "properties")).isNotEmpty().allSatisfy(property -> {
            assertThat(property).containsKeys("type", "description");
            assertThat((String) property.get("description"))
                    .endsWith(".")
                    .doesNotStartWith("The ")
                    .doesNotStartWith("A ")
                    .doesNotStartWith("An ");
        });
    }

    @Test
    void flagsAreDescribedAsSuch() {
        assertThat(entries(metadata, "properties"))
                .filteredOn(property -> "java.lang.Boolean".equals(property.get("type")))
                .isNotEmpty()
                .allSatisfy(property ->
                        assertThat((String) property.get("description")).startsWith("Whether "));
    }

    @Test
    void allPropertiesAreThere() {
        assertThat(entries(metadata, "properties").stream().map(property -> property.get("name")))
                .contains(
                        "cache",
                        "dogpile.enabled",
                        "dogpile.prefix",
                        "dogpile.protect-cacheable",
                        "dogpile.key-generator",
                        "dogpile.transaction-aware")
                .containsAll(BackgroundProperties.SETTINGS.stream()
                        .map(name -> "dogpile.background." + name)
                        .toList())
                .containsAll(RegionBinder.INHERITABLE.stream()
                        .map(name -> "dogpile.defaults." + name)
                        .toList());
    }

    @Test
    void defaultsAreThere() {
        assertThat(entries(metadata, "properties"))
                .filteredOn(property -> property.containsKey("defaultValue"))
                .extracting(property -> property.get("name") + "=" + property.get("defaultValue"))
                .containsExactlyInAnyOrder(
                        "dogpile.enabled=true",
                        "dogpile.background.capacity=1000",
                        "dogpile.prefix=cache",
                        "dogpile.propagate-context=true",
                        "dogpile.protect-cacheable=true",
                        "dogpile.transaction-aware=false",
                        "dogpile.key-generator=spring",
                        "dogpile.startup-checks=log",
                        "dogpile.defaults.async-creation=false",
                        "dogpile.defaults.cache-null-values=true",
                        "dogpile.defaults.cached-failures=java.lang.Exception",
                        "dogpile.defaults.creation-soft-timeout=-1",
                        "dogpile.defaults.creation-timeout=-1",
                        "dogpile.defaults.early-refresh=0",
                        "dogpile.defaults.early-refresh-threshold=0",
                        "dogpile.defaults.expiration-jitter=0",
                        "dogpile.defaults.explain=0",
                        "dogpile.defaults.failure-expiration-time=0s",
                        "dogpile.defaults.maximum-creations=0",
                        "dogpile.defaults.maximum-retry-backoff=1m",
                        "dogpile.defaults.outage-copies=0",
                        "dogpile.defaults.retry-backoff=1s",
                        "dogpile.defaults.serve-stale-on-error=0s",
                        "dogpile.defaults.wait-timeout=30s",
                        "management.endpoint.dogpile.access=unrestricted",
                        "management.endpoint.dogpile.cache.time-to-live=0ms");
    }

    @Test
    void typesAreThere() throws ClassNotFoundException {
        assertThat(entries(metadata, "properties"))
                .filteredOn(property -> "cache".equals(property.get("name")))
                .singleElement()
                .extracting(property -> property.get("type"))
                .isEqualTo("java.util.Map<java.lang.String," + RegionProperties.class.getName() + ">");
        assertThat(entries(metadata, "properties"))
                .filteredOn(
                        property -> ((String) property.get("name")).matches(".*(time|stale|timeout|on-error|backoff)"))
                .hasSize(10)
                .allSatisfy(property -> assertThat(property.get("type")).isEqualTo("java.time.Duration"));
    }

    @Test
    void hintsNameAllKeyManglers() {
        assertThat(entries(metadata, "hints"))
                .filteredOn(hint -> "dogpile.defaults.key-mangler".equals(hint.get("name")))
                .singleElement()
                .satisfies(hint -> assertThat(entries(hint, "values"))
                        .extracting(value -> value.get("value"))
                        .containsExactlyElementsOf(io.dogpile.region.KeyMangler.NAMES));
    }

    @Test
    void hintsSayWhatToWriteWhereANumberSaysLittle() {
        assertThat(entries(metadata, "hints").stream()
                        .filter(hint -> hint.containsKey("values")
                                && !entries(hint, "values").isEmpty())
                        .map(hint -> hint.get("name")))
                .contains(
                        "dogpile.defaults.expiration-jitter",
                        "dogpile.defaults.early-refresh",
                        "dogpile.defaults.early-refresh-threshold",
                        "dogpile.defaults.creation-soft-timeout",
                        "dogpile.defaults.creation-timeout",
                        "dogpile.defaults.serve-stale-on-error");
        assertThat(entries(metadata, "hints"))
                .filteredOn(hint -> "dogpile.defaults.cached-failures".equals(hint.get("name")))
                .singleElement()
                .satisfies(hint -> assertThat(entries(hint, "providers"))
                        .extracting(provider -> provider.get("parameters"))
                        .containsExactly(Map.of("target", "java.lang.Throwable", "concrete", false)));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> entries(Map<String, Object> json, String name) {
        return (List<Map<String, Object>>) json.getOrDefault(name, List.of());
    }
}
