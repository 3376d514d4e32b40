package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.region.CacheRegion;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.test.util.TestPropertyValues.Type;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

class RegionBindingTests {

    private final StandardEnvironment environment = new StandardEnvironment();

    @Test
    void readsEverySetting() {
        yaml("""
                cache:
                  local:
                    backend: memory
                    expiration-time: 5m
                    serve-stale: 90
                    wait-timeout: 250ms
                    async-creation: true
                    key-mangler: sha1
                    wrap: [one, two]
                    cache-null-values: false
                    outage-copies: 100
                    record-stats: false
                    value-type: java.time.YearMonth
                    arguments:
                      maximum-size: 7
                """);
        RegionProperties local = bind("local");
        assertThat(local.getBackend()).isEqualTo("memory");
        assertThat(local.getExpirationTime()).isEqualTo(Duration.ofMinutes(5));
        assertThat(local.getServeStale()).isEqualTo(Duration.ofSeconds(90));
        assertThat(local.getWaitTimeout()).isEqualTo(Duration.ofMillis(250));
        assertThat(local.isAsyncCreation()).isTrue();
        assertThat(local.getKeyMangler()).isEqualTo("sha1");
        assertThat(local.getWrap()).containsExactly("one", "two");
        assertThat(local.isCacheNullValues()).isFalse();
        assertThat(local.getOutageCopies()).isEqualTo(100);
        assertThat(local.getRecordStats()).isFalse();
        assertThat(local.getValueType()).isEqualTo(YearMonth.class);
        assertThat(local.getArguments()).isEqualTo(Map.of("maximum-size", 7));
    }

    @Test
    void readsEveryPolicy() {
        yaml("""
                cache:
                  local:
                    backend: memory
                    expiration-jitter: 0.1
                    null-expiration-time: 10
                    failure-expiration-time: 2s
                    cached-failures: [java.io.IOException, java.lang.Error]
                    serve-stale-on-error: 1h
                    retry-backoff: 500ms
                    maximum-retry-backoff: 30
                    creation-soft-timeout: 0
                    creation-timeout: 5
                    maximum-creations: 4
                    early-refresh: 1
                    early-refresh-threshold: 0.8
                    version-of: "#result.version"
                    explain: 100
                """);
        RegionProperties local = bind("local");
        assertThat(local.getExpirationJitter()).isEqualTo(0.1);
        assertThat(local.getNullExpirationTime()).isEqualTo(Duration.ofSeconds(10));
        assertThat(local.getFailureExpirationTime()).isEqualTo(Duration.ofSeconds(2));
        assertThat(local.getCachedFailures()).containsExactly("java.io.IOException", "java.lang.Error");
        assertThat(local.getServeStaleOnError()).isEqualTo(Duration.ofHours(1));
        assertThat(local.getRetryBackoff()).isEqualTo(Duration.ofMillis(500));
        assertThat(local.getMaximumRetryBackoff()).isEqualTo(Duration.ofSeconds(30));
        assertThat(local.getCreationSoftTimeout()).isEqualTo(Duration.ZERO);
        assertThat(local.getCreationTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(local.getMaximumCreations()).isEqualTo(4);
        assertThat(local.getEarlyRefresh()).isEqualTo(1);
        assertThat(local.getEarlyRefreshThreshold()).isEqualTo(0.8);
        assertThat(local.getVersionOf()).isEqualTo("#result.version");
        assertThat(local.getExplain()).isEqualTo(100);
    }

    @Test
    void policiesAreUnsaidUnlessSet() {
        properties("cache.local.backend=memory");
        assertThat(bind("local")).hasAllNullFieldsOrPropertiesExcept(ordinarySettings());
    }

    @Test
    void policiesAreInheritedAndOverridden() {
        properties(
                "dogpile.defaults.creation-timeout=10",
                "dogpile.defaults.creationSoftTimeout=1",
                "dogpile.defaults.cached_failures=java.io.IOException",
                "dogpile.defaults.explain=5",
                "cache.local.backend=memory",
                "cache.local.creation_timeout=-1");
        environmentVariables("CACHE_LOCAL_EARLY_REFRESH_THRESHOLD=0.5");
        RegionProperties local = bind("local");
        assertThat(local.getCreationTimeout()).isEqualTo(CacheRegion.NEVER);
        assertThat(local.getCreationSoftTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(local.getCachedFailures()).containsExactly("java.io.IOException");
        assertThat(local.getEarlyRefreshThreshold()).isEqualTo(0.5);
        assertThat(local.getExplain()).isEqualTo(5);
    }

    private static String[] ordinarySettings() {
        return java.util.stream.Stream.of(
                        RegionDefaults.class.getDeclaredFields(), RegionProperties.class.getDeclaredFields())
                .flatMap(java.util.Arrays::stream)
                .map(java.lang.reflect.Field::getName)
                .toArray(String[]::new);
    }

    @Test
    void minusOneIsNever() {
        properties("cache.local.backend=memory", "cache.local.expiration-time=-1", "cache.local.serve-stale=-1");
        assertThat(bind("local").getExpirationTime()).isEqualTo(CacheRegion.NEVER);
        assertThat(bind("local").getServeStale()).isEqualTo(CacheRegion.NEVER);
    }

    @Test
    void hasDefaults() {
        properties("cache.local.backend=memory");
        RegionProperties local = bind("local");
        assertThat(local.getExpirationTime()).isNull();
        assertThat(local.getServeStale()).isNull();
        assertThat(local.getWaitTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(local.isAsyncCreation()).isFalse();
        assertThat(local.getKeyMangler()).isNull();
        assertThat(local.getWrap()).isEmpty();
        assertThat(local.isCacheNullValues()).isTrue();
        assertThat(local.getOutageCopies()).isZero();
        assertThat(local.getRecordStats()).isNull();
        assertThat(local.getValueType()).isNull();
        assertThat(local.getArguments()).isEmpty();
    }

    @Test
    void inheritsDefaultsAndOverridesThem() {
        properties(
                "dogpile.defaults.expiration-time=60",
                "dogpile.defaults.serve-stale=10",
                "dogpile.defaults.wait-timeout=5s",
                "dogpile.defaults.async-creation=true",
                "dogpile.defaults.key-mangler=none",
                "dogpile.defaults.wrap=one,two",
                "dogpile.defaults.cache-null-values=false",
                "cache.local.backend=memory",
                "cache.local.serve-stale=20",
                "cache.local.wrap=three");
        RegionProperties local = bind("local");
        assertThat(local.getExpirationTime()).isEqualTo(Duration.ofSeconds(60));
        assertThat(local.getServeStale()).isEqualTo(Duration.ofSeconds(20));
        assertThat(local.getWaitTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(local.isAsyncCreation()).isTrue();
        assertThat(local.getKeyMangler()).isEqualTo("none");
        assertThat(local.getWrap()).containsExactly("three");
        assertThat(local.isCacheNullValues()).isFalse();
    }

    @Test
    void everySettingCanBeInherited() {
        assertThat(RegionBinder.INHERITABLE)
                .containsExactlyInAnyOrderElementsOf(java.util.stream.Stream.of(
                                RegionDefaults.class.getDeclaredFields(), PolicyProperties.class.getDeclaredFields())
                        .flatMap(java.util.Arrays::stream)
                        .map(java.lang.reflect.Field::getName)
                        .filter(name -> !name.startsWith("$"))
                        .map(org.springframework.boot.context.properties.bind.DataObjectPropertyName::toDashedForm)
                        .toList());
    }

    @Test
    void onlyWhatHasABackendIsARegion() {
        properties(
                "cache.local.backend=memory",
                "cache.half.expiration-time=5m",
                "cache.something-else=1",
                "cache.list[0].backend=memory",
                "cache[0].backend=memory",
                "cache.deep.er.backend=memory",
                "backend=memory");
        environmentVariables("CACHE_DIR=/somewhere", "CACHE_A_B_BACKEND=memory");
        assertThat(names()).containsExactly("local");
    }

    @Test
    void environmentVariablesDefineRegions() {
        environmentVariables(
                "CACHE_LOCAL_BACKEND=memory",
                "CACHE_LOCAL_EXPIRATION_TIME=5m",
                "CACHE_LOCAL_SERVESTALE=1m",
                "CACHE_LOCAL_ARGUMENTS_MAXIMUM_SIZE=9",
                "CACHE_LOCAL_FOO=not ours");
        assertThat(names()).containsExactly("local");
        RegionProperties local = bind("local");
        assertThat(local.getExpirationTime()).isEqualTo(Duration.ofMinutes(5));
        assertThat(local.getServeStale()).isEqualTo(Duration.ofMinutes(1));
        assertThat(local.getArguments()).isEqualTo(Map.of("maximum-size", "9"));
    }

    @Test
    void environmentVariablesOverrideFilesWhateverTheSpelling() {
        environmentVariables(
                "CACHE_MYREGION_BACKEND=null",
                "CACHE_MY_REGION_EXPIRATION_TIME=7",
                "CACHE_MYREGION_ARGUMENTS_MAXIMUMSIZE=8",
                "CACHE_MYREGION_ARGUMENTS_LOCK_TIMEOUT=9s");
        yaml("""
                cache:
                  my-region:
                    backend: memory
                    expiration-time: 5m
                    arguments:
                      maximum_size: 7
                      lock-timeout: 1s
                      other: true
                """);
        assertThat(names()).containsExactly("my-region");
        RegionProperties region = bind("my-region");
        assertThat(region.getBackend()).isEqualTo("null");
        assertThat(region.getExpirationTime()).isEqualTo(Duration.ofSeconds(7));
        assertThat(region.getArguments()).isEqualTo(Map.of("maximumsize", "8", "lock-timeout", "9s", "other", true));
    }

    @Test
    void whatOverridesTheEnvironmentOverridesItsVariables() {
        environmentVariables("CACHE_LOCAL_BACKEND=memory", "CACHE_LOCAL_ARGUMENTS_MAXIMUM_SIZE=1");
        properties("cache.local.backend=null", "cache.local.arguments.maximum-size=2");
        assertThat(names()).containsExactly("local");
        assertThat(bind("local").getBackend()).isEqualTo("null");
        assertThat(bind("local").getArguments()).isEqualTo(Map.of("maximum-size", "2"));
    }

    @Test
    void argumentsCanBeListsMapsAndPlaceholders() {
        properties("the.size=12");
        yaml("""
                cache:
                  local:
                    backend: memory
                    arguments:
                      maximum-size: ${the.size}
                      nodes: [a, b]
                      options:
                        first: 1
                        second: two
                """);
        assertThat(bind("local").getArguments())
                .isEqualTo(Map.of(
                        "maximum-size",
                        "12",
                        "nodes",
                        List.of("a", "b"),
                        "options",
                        Map.of("first", 1, "second", "two")));
    }

    @Test
    void namesKeepTheirForm() {
        yaml("""
                cache:
                  camelCase:
                    backend: memory
                  snake_case:
                    backend: memory
                  "[with.dots]":
                    backend: memory
                    expiration-time: 3
                """);
        assertThat(names()).containsExactlyInAnyOrder("camelCase", "snake_case", "with.dots");
        assertThat(bind("with.dots").getExpirationTime()).isEqualTo(Duration.ofSeconds(3));
        assertThat(RegionBinder.of(environment).display("with.dots")).isEqualTo("cache[with.dots]");
    }

    @Test
    void theSettingsOfARegionMayBeSpelledAsOneLikes() {
        properties(
                "cache.my-region.backend=memory", "cache.myRegion.expirationTime=5", "cache.my_region.serve_stale=6");
        assertThat(names()).containsExactly("my-region");
        assertThat(bind("my-region").getExpirationTime()).isEqualTo(Duration.ofSeconds(5));
        assertThat(bind("my-region").getServeStale()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void thePrefixCanBeChosen() {
        properties("dogpile.prefix=app.regions", "app.regions.local.backend=memory", "cache.other.backend=memory");
        assertThat(names()).containsExactly("local");
        assertThat(RegionBinder.of(environment).display("local")).isEqualTo("app.regions.local");
    }

    @Test
    void thePrefixMayBeginWithDogpile() {
        properties("dogpile.prefix=dogpile.regions", "dogpile.regions.local.backend=memory");
        assertThat(names()).containsExactly("local");
    }

    @Test
    void regionsWithDotsAreBeans() {
        new ApplicationContextRunner()
                .withConfiguration(
                        org.springframework.boot.autoconfigure.AutoConfigurations.of(DogpileAutoConfiguration.class))
                .withPropertyValues("cache[with.dots].backend=memory")
                .run(context -> assertThat(context.getBean("with.dotsCacheRegion", CacheRegion.class)
                                .name())
                        .isEqualTo("with.dots"));
    }

    private java.util.Set<String> names() {
        return RegionBinder.of(environment).names();
    }

    private RegionProperties bind(String name) {
        return RegionBinder.of(environment).bind(name);
    }

    private void properties(String... pairs) {
        TestPropertyValues.of(pairs).applyTo(environment);
    }

    private void environmentVariables(String... pairs) {
        TestPropertyValues.of(pairs).applyTo(environment, Type.SYSTEM_ENVIRONMENT);
    }

    private void yaml(String text) {
        try {
            new YamlPropertySourceLoader()
                    .load("application.yml", new ByteArrayResource(text.getBytes()))
                    .forEach(environment.getPropertySources()::addLast);
        } catch (java.io.IOException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
