package io.dogpile.benchmarks.startup;

import io.dogpile.benchmarks.startup.Application.Caching;
import io.dogpile.benchmarks.startup.Application.Plain;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** An application with one kind of cache: what is on its class path, and what its properties say. */
enum Variant {
    NO_CACHE("no cache", Application.NO_CACHE, Plain.class, List.of()),
    BOOT_CAFFEINE(
            "Boot's cache starter, Caffeine",
            "CaffeineCacheManager",
            Caching.class,
            List.of(
                    "--spring.cache.type=caffeine",
                    "--spring.cache.caffeine.spec=expireAfterWrite=10m,maximumSize=10000"),
            Artifacts.BOOT_CACHE,
            Artifacts.CAFFEINE),
    DOGPILE_MEMORY(
            "dogpile, memory",
            "DogpileCacheManager",
            Plain.class,
            List.of(
                    "--cache.pages.backend=dogpile.cache.memory",
                    "--cache.pages.expiration-time=10m",
                    "--cache.pages.arguments.maximum-size=10000"),
            Artifacts.BOOT_CACHE,
            Artifacts.CAFFEINE,
            Artifacts.DOGPILE),
    BOOT_REDIS(
            "Boot's cache starter, Redis",
            "RedisCacheManager",
            Caching.class,
            List.of("--spring.cache.type=redis", "--spring.cache.redis.time-to-live=10m"),
            Artifacts.BOOT_CACHE,
            Artifacts.REDIS),
    DOGPILE_REDIS(
            "dogpile, redis",
            "DogpileCacheManager",
            Plain.class,
            List.of("--cache.pages.backend=dogpile.cache.redis", "--cache.pages.expiration-time=10m"),
            Artifacts.BOOT_CACHE,
            Artifacts.CAFFEINE,
            Artifacts.DOGPILE,
            Artifacts.REDIS);

    private final String label;
    private final String manager;
    private final Class<?> configuration;
    private final List<String> properties;
    private final Set<String> artifacts = new LinkedHashSet<>(Artifacts.BOOT);

    @SafeVarargs
    Variant(String label, String manager, Class<?> configuration, List<String> properties, Set<String>... artifacts) {
        this.label = label;
        this.manager = manager;
        this.configuration = configuration;
        this.properties = properties;
        for (Set<String> each : artifacts) {
            this.artifacts.addAll(each);
        }
    }

    String label() {
        return label;
    }

    Class<?> configuration() {
        return configuration;
    }

    List<String> properties() {
        return properties;
    }

    Set<String> artifacts() {
        return artifacts;
    }

    /** Refuses figures of an application that didn't cache as it should. */
    Start checked(Start start) {
        int creations = this == NO_CACHE ? 2 : 1;
        if (!start.manager().equals(manager) || start.creations() != creations) {
            throw new IllegalStateException(label + " was to have " + manager + ", not " + start);
        }
        return start;
    }

    /** What a build tool puts on the class path for a dependency. */
    private static final class Artifacts {

        static final Set<String> BOOT = Set.of(
                "spring-boot",
                "spring-boot-autoconfigure",
                "spring-core",
                "spring-beans",
                "spring-aop",
                "spring-context",
                "spring-expression",
                "commons-logging",
                "jspecify",
                "micrometer-commons",
                "micrometer-observation",
                "snakeyaml",
                "jakarta.annotation-api",
                "logback-classic",
                "logback-core",
                "slf4j-api",
                "log4j-api",
                "log4j-to-slf4j",
                "jul-to-slf4j");
        static final Set<String> BOOT_CACHE = Set.of("spring-boot-cache", "spring-context-support");
        static final Set<String> CAFFEINE = Set.of("caffeine", "error_prone_annotations");
        static final Set<String> DOGPILE = Set.of("dogpile-core", "dogpile-spring-boot-autoconfigure", "failsafe");
        static final Set<String> REDIS = Set.of(
                "spring-boot-data-redis",
                "spring-boot-data-commons",
                "spring-boot-netty",
                "spring-boot-persistence",
                "spring-boot-transaction",
                "spring-data-commons",
                "spring-data-keyvalue",
                "spring-data-redis",
                "spring-messaging",
                "spring-oxm",
                "spring-tx",
                "lettuce-core",
                "redis-authx-core",
                "netty-*",
                "reactor-core",
                "reactive-streams",
                "jackson-*");
    }
}
