package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.region.CacheRegion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

class FailureAnalysisTests {

    @Test
    void unknownBackend() {
        FailureAnalysis analysis = analyze("""
                cache:
                  local:
                    backend: dogpile.cache.memry
                """);
        assertThat(analysis.getDescription())
                .contains("Property: cache.local.backend")
                .contains("Value: dogpile.cache.memry")
                .contains("[application.yml] - 3:14")
                .contains("Reason: unknown backend 'dogpile.cache.memry'");
        assertThat(analysis.getAction())
                .contains("Did you mean 'dogpile.cache.memory'?")
                .contains("dogpile.cache.null");
    }

    @Test
    void unknownSetting() {
        FailureAnalysis analysis = analyze("""
                cache:
                  local:
                    backend: memory
                    expiration-tme: 5m
                """);
        assertThat(analysis.getDescription())
                .contains("Property: cache.local.expiration-tme")
                .contains("Value: 5m")
                .contains("4:21")
                .contains("Reason: there is no such setting");
        assertThat(analysis.getAction())
                .startsWith("Did you mean 'expiration-time'?")
                .contains("serve-stale");
    }

    @Test
    void unknownDefault() {
        FailureAnalysis analysis = analyze("""
                dogpile:
                  defaults:
                    wait-timout: 5
                """);
        assertThat(analysis.getDescription())
                .contains("Property: dogpile.defaults.wait-timout")
                .contains("3:18");
        assertThat(analysis.getAction()).contains("Did you mean 'wait-timeout'?");
    }

    @Test
    void defaultsHaveNoBackend() {
        assertThat(analyze("dogpile.defaults.backend: memory").getDescription())
                .contains("Property: dogpile.defaults.backend")
                .contains("there is no such setting");
    }

    @Test
    void unknownGlobalSetting() {
        FailureAnalysis analysis = analyze("dogpile.prefx: app");
        assertThat(analysis.getDescription()).contains("Property: dogpile.prefx");
        assertThat(analysis.getAction()).contains("Did you mean 'prefix'?");
    }

    @Test
    void unknownArgument() {
        FailureAnalysis analysis = analyze("""
                cache:
                  local:
                    backend: memory
                    arguments:
                      maximum-sze: 5
                """);
        assertThat(analysis.getDescription())
                .contains("Property: cache.local.arguments.maximum-sze")
                .contains("5:20");
        assertThat(analysis.getAction()).contains("Did you mean 'maximum-size'?");
    }

    @Test
    void wrongArgument() {
        FailureAnalysis analysis = analyze("""
                cache:
                  local:
                    backend: memory
                    arguments:
                      maximum-size: many
                """);
        assertThat(analysis.getDescription())
                .contains("Property: cache.local.arguments.maximum-size")
                .contains("Value: many")
                .contains("5:21")
                .contains("Reason: is not a whole number");
    }

    @Test
    void unknownKeyMangler() {
        FailureAnalysis analysis = analyze("""
                cache:
                  local:
                    backend: memory
                    key-mangler: sha2
                """);
        assertThat(analysis.getDescription()).contains("Property: cache.local.key-mangler", "Value: sha2", "4:18");
        assertThat(analysis.getAction()).contains("Did you mean 'sha1'?", "length-conditional");
    }

    @Test
    void aWrongDefaultIsShownWhereItStands() {
        FailureAnalysis analysis = analyze("""
                dogpile:
                  defaults:
                    serve-stale: -5
                cache:
                  local:
                    backend: memory
                """);
        assertThat(analysis.getDescription())
                .contains("Property: cache.local.serve-stale")
                .contains("Inherited from: dogpile.defaults.serve-stale")
                .contains("Value: -5")
                .contains("3:18")
                .contains("Reason: is negative");
    }

    @Test
    void unknownProxy() {
        FailureAnalysis analysis = analyze("""
                cache:
                  local:
                    backend: memory
                    wrap: [com.example.Absent]
                """);
        assertThat(analysis.getDescription())
                .contains("Property: cache.local.wrap")
                .contains("Value: com.example.Absent")
                .contains("no bean and no class");
        assertThat(analysis.getAction()).contains("ProxyBackend");
    }

    @Test
    void aClassThatIsNoProxy() {
        assertThat(analyze("{cache: {local: {backend: memory, wrap: java.lang.String}}}")
                        .getDescription())
                .contains("the class can't be used as a proxy");
    }

    @Test
    void aBeanThatIsNoWrapper() {
        assertThat(analyze("{cache: {local: {backend: memory, wrap: environment}}}")
                        .getDescription())
                .contains("the bean 'environment' is no BackendWrapper");
    }

    @Test
    void oneRegionUnderTwoNames() {
        FailureAnalysis analysis = analyze("""
                cache:
                  my-region:
                    backend: memory
                  myRegion:
                    backend: memory
                """);
        assertThat(analysis.getDescription())
                .contains("cache.my-region.backend")
                .contains("cache.myRegion.backend")
                .contains("also named");
        assertThat(analysis.getAction()).contains("the same way everywhere");
    }

    @Test
    void twoRegionsOfOneName() {
        FailureAnalysis analysis = analyze(
                "{cache: {local: {backend: memory}}}",
                runner -> runner.withBean("mine", CacheRegion.class, () -> CacheRegion.create("local")));
        assertThat(analysis.getDescription()).contains("Two regions are named 'local'", "localCacheRegion", "mine");
        assertThat(analysis.getAction()).contains("another name");
    }

    @Test
    void aPrefixThatIsNoName() {
        FailureAnalysis analysis = analyze("dogpile.prefix: My Cache");
        assertThat(analysis.getDescription()).contains("Property: dogpile.prefix", "Value: My Cache", "1:17");
    }

    @Test
    void aDurationThatIsNoneIsAnalyzedByBoot() {
        FailureAnalysis analysis = analyze("""
                cache:
                  local:
                    backend: memory
                    expiration-time: soon
                """);
        assertThat(analysis.getDescription())
                .contains("cache.local.expiration-time")
                .contains("soon")
                .contains("4:22");
    }

    @Test
    void aFlagThatIsNoneIsAnalyzedByBoot() {
        FailureAnalysis analysis = analyze("""
                cache:
                  local:
                    backend: memory
                    cache-null-values: maybe
                """);
        assertThat(analysis.getDescription()).contains("cache.local.cache-null-values", "maybe", "4:24");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "expiration-jitter, 1.5, is out of range, from 0 to below 1",
                "expiration-jitter, NaN, is out of range, from 0 to below 1",
                "null-expiration-time, -2, is out of range, -1 for no end",
                "failure-expiration-time, -1, is out of range, such as 30s",
                "serve-stale-on-error, -2, is out of range, -1 for no end",
                "retry-backoff, -1, is out of range, such as 30s",
                "maximum-retry-backoff, -1, is out of range, such as 30s",
                "creation-soft-timeout, -2, is out of range, -1 for no end",
                "creation-timeout, 0, is out of range, -1 for no limit",
                "maximum-creations, -1, is too small, at least 0",
                "early-refresh, -1, is out of range, 0 for not at all",
                "early-refresh-threshold, 2, is out of range, from 0 to 1",
                "explain, -1, is too small, at least 0",
                "cached-failures, java.io.IOExcepton, there is no class named 'java.io.IOExcepton', java.io.IOException",
                "cached-failures, java.lang.String, 'java.lang.String' is no Throwable, java.io.IOException",
                "version-of, `'#result.'`, is no expression in SpEL, #result.version",
            })
    void wrongPolicy(String name, String value, String reason, String advice) {
        FailureAnalysis analysis = analyze("{cache: {local: {backend: memory, " + name + ": " + value + "}}}");
        assertThat(analysis.getDescription())
                .contains("Property: cache.local." + name)
                .contains("Value: " + value.replace("'", ""))
                .contains("[application.yml] - 1:")
                .contains("Reason: " + reason);
        assertThat(analysis.getAction()).contains(advice);
    }

    @Test
    void aWrongPolicyIsShownWhereItStands() {
        assertThat(analyze("{dogpile: {defaults: {creation-timeout: 0}}, cache: {local: {backend: memory}}}")
                        .getDescription())
                .contains("Property: cache.local.creation-timeout")
                .contains("Inherited from: dogpile.defaults.creation-timeout")
                .contains("1:41");
    }

    @Test
    void aMisspeltPolicy() {
        assertThat(analyze("{cache: {local: {backend: memory, creation-timout: 5}}}")
                        .getAction())
                .startsWith("Did you mean 'creation-timeout'?");
    }

    /** Starts an application with that configuration, and lets all analyzers look at why it fails. */
    private static FailureAnalysis analyze(String yaml) {
        return analyze(yaml, runner -> runner);
    }

    private static FailureAnalysis analyze(String yaml, UnaryOperator<ApplicationContextRunner> changes) {
        AtomicReference<ConfigurableApplicationContext> started = new AtomicReference<>();
        AtomicReference<FailureAnalysis> analysis = new AtomicReference<>();
        changes.apply(new ApplicationContextRunner())
                .withConfiguration(
                        AutoConfigurations.of(DogpileAutoConfiguration.class, DogpileCacheAutoConfiguration.class))
                .withInitializer(started::set)
                .withInitializer(context -> load(context, yaml))
                .run(context -> analysis.set(analyzers(started.get())
                        .map(analyzer -> analyzer.analyze(context.getStartupFailure()))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElseThrow()));
        return analysis.get();
    }

    private static Stream<FailureAnalyzer> analyzers(ConfigurableApplicationContext context) {
        ArgumentResolver arguments = ArgumentResolver.of(BeanFactory.class, context.getBeanFactory())
                .and(Environment.class, context.getEnvironment());
        // those of Boot whose library is absent can't be instantiated, which Boot ignores as well
        FailureHandler ignoring = FailureHandler.handleMessage((message, failure) -> {});
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, arguments, ignoring)
                .stream();
    }

    private static void load(ConfigurableApplicationContext context, String yaml) {
        ConfigurableEnvironment environment = context.getEnvironment();
        try {
            new YamlPropertySourceLoader()
                    .load(
                            "application.yml",
                            new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8), "application.yml"))
                    .forEach(environment.getPropertySources()::addLast);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        ConfigurationPropertySources.attach(environment);
    }
}
