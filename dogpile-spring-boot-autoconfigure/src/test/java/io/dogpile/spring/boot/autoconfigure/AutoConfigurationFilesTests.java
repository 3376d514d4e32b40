package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

class AutoConfigurationFilesTests {

    private static final List<Class<?>> AUTO_CONFIGURATIONS = List.of(
            DogpileAnnotationsAutoConfiguration.class,
            DogpileAutoConfiguration.class,
            DogpileCacheAutoConfiguration.class,
            DogpileEndpointAutoConfiguration.class,
            DogpileHealthAutoConfiguration.class,
            DogpileMetricsAutoConfiguration.class,
            DogpileObservationAutoConfiguration.class,
            DogpileRedisAutoConfiguration.class,
            DogpileStartupChecksAutoConfiguration.class);

    @Test
    void importsListsAllAutoConfigurationsSorted() {
        List<String> ours =
                ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()).getCandidates().stream()
                        .filter(name -> name.startsWith("io.dogpile."))
                        .toList();
        assertThat(ours)
                .isSorted()
                .containsExactlyElementsOf(
                        AUTO_CONFIGURATIONS.stream().map(Class::getName).toList());
    }

    @Test
    void failureAnalyzersExist() throws Exception {
        Properties factories = PropertiesLoaderUtils.loadProperties(new ClassPathResource("META-INF/spring.factories"));
        assertThat(factories.getProperty(FailureAnalyzer.class.getName()))
                .isEqualTo(DuplicateRegionFailureAnalyzer.class.getName() + ","
                        + InvalidSettingFailureAnalyzer.class.getName() + ","
                        + StartupCheckFailureAnalyzer.class.getName());
    }

    @Test
    void classesThatAreNamedByTextExist() {
        List<String> names = AUTO_CONFIGURATIONS.stream()
                .flatMap(type -> Stream.concat(Stream.of(type), Arrays.stream(type.getDeclaredClasses())))
                .flatMap(type -> {
                    MergedAnnotations annotations = MergedAnnotations.from(type);
                    return Stream.concat(
                            annotations.stream(AutoConfiguration.class)
                                    .flatMap(annotation -> Stream.of("beforeName", "afterName")
                                            .flatMap(name -> Arrays.stream(annotation.getStringArray(name)))),
                            annotations.stream(ConditionalOnClass.class)
                                    .flatMap(annotation -> Arrays.stream(annotation.getStringArray("name"))));
                })
                .toList();
        assertThat(names).isNotEmpty();
        assertThat(names)
                .allSatisfy(name -> assertThatCode(() -> Class.forName(name)).doesNotThrowAnyException());
    }
}
