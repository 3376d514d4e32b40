package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.dogpile.redis.TestRedis;
import io.dogpile.region.CacheRegion;
import io.dogpile.spring.cache.DogpileCacheManager;
import io.dogpile.testing.Gate;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The actuator over HTTP, in a web application with everything that Boot configures. */
@Timeout(120)
class DogpileEndpointTests {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static ConfigurableApplicationContext application;

    private CacheRegion books;
    private Library library;

    @BeforeAll
    static void startApplication() {
        application = start("management.endpoints.web.exposure.include=*");
    }

    @AfterAll
    static void stopApplication() {
        application.close();
    }

    @BeforeEach
    void clear() {
        books = application.getBean("booksCacheRegion", CacheRegion.class);
        library = application.getBean(Library.class);
        books.invalidate();
    }

    @Test
    void showsEveryRegion() throws Exception {
        library.find(1);
        library.find(1);

        HttpResponse<String> all = get(application, "/actuator/dogpile");

        assertThat(all.statusCode()).isEqualTo(200);
        Map<String, Object> regions = JsonPath.read(all.body(), "$.regions");
        assertThat(regions).containsOnlyKeys("authors", "books");
        assertThat(JsonPath.<String>read(all.body(), "$.regions.books.backend")).endsWith("MemoryBackend");
        Map<String, Object> settings = JsonPath.read(all.body(), "$.regions.books.settings");
        assertThat(settings)
                .containsEntry("backend", "memory")
                .containsEntry("expiration-time", "5m")
                .containsEntry("serve-stale", "90s")
                .containsEntry("wait-timeout", "250ms")
                .containsEntry("record-stats", true);
        assertThat(JsonPath.<String>read(all.body(), "$.regions.authors.settings.expiration-time"))
                .isEqualTo("-1");
        assertThat(JsonPath.<Integer>read(all.body(), "$.regions.books.counts.hits"))
                .isPositive();
        assertThat(JsonPath.<Integer>read(all.body(), "$.regions.books.counts.size"))
                .isPositive();
    }

    @Test
    void showsWhatIsBeingCreatedAndForHowLong() throws Exception {
        Gate gate = new Gate();
        Thread creator = new Thread(() -> books.getOrCreate("slow", gate.then("value")), "slow creator");
        creator.start();
        gate.awaitReached();

        String body = get(application, "/actuator/dogpile/books").body();
        gate.open();
        creator.join();

        assertThat(JsonPath.<Integer>read(body, "$.creating")).isEqualTo(1);
        assertThat(JsonPath.<String>read(body, "$.creations[0].key")).isEqualTo("slow");
        assertThat(JsonPath.<String>read(body, "$.creations[0].thread")).isEqualTo("slow creator");
        assertThat(JsonPath.<String>read(body, "$.creations[0].running")).matches("\\d+ms");
        assertThat(JsonPath.<List<?>>read(
                        get(application, "/actuator/dogpile/books").body(), "$.creations"))
                .isEmpty();
    }

    @Test
    void thePagesExampleHasTheFieldsOfARealAnswer() throws Exception {
        Gate gate = new Gate();
        Thread creator = new Thread(() -> books.getOrCreate("slow", gate.then("value")));
        creator.start();
        gate.awaitReached();
        String real = get(application, "/actuator/dogpile/books").body();
        gate.open();
        creator.join();

        Matcher example = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/observability.md")));
        assertThat(example.find()).isTrue();
        for (String path : List.of("$", "$.settings", "$.counts", "$.creations[0]")) {
            Map<String, Object> fields = JsonPath.read(real, path);
            assertThat(JsonPath.<Map<String, Object>>read(example.group(1), path))
                    .as(path)
                    .containsOnlyKeys(fields.keySet());
        }
    }

    @Test
    void deletesTheKeysOfAnnotatedMethods() throws Exception {
        library.find(42L);
        library.byNumber(42);
        library.byTitle("a/b?c&d e");
        UUID isbn = UUID.randomUUID();
        library.byIsbn(isbn);
        int loads = library.loads();

        assertThat(delete("/actuator/dogpile/books?key=42").body()).isEqualTo("{\"key\":\"42\",\"deleted\":true}");
        delete("/actuator/dogpile/books?key=" + URLEncoder.encode("a/b?c&d e", StandardCharsets.UTF_8));
        delete("/actuator/dogpile/books?key=" + isbn);

        library.find(42L);
        library.byNumber(42);
        library.byTitle("a/b?c&d e");
        library.byIsbn(isbn);
        assertThat(library.loads()).isEqualTo(loads + 4);
        assertThat(delete("/actuator/dogpile/books?key=none").body()).contains("\"deleted\":false");
    }

    @Test
    void aDeletionNamesItsKey() throws Exception {
        books.set("key", "value");
        assertThat(delete("/actuator/dogpile/books").statusCode()).isEqualTo(400);
        assertThat(delete("/actuator/dogpile/books?kye=key").statusCode()).isEqualTo(400);
        assertThat(books.<String>get("key")).isEqualTo("value");
    }

    @Test
    void invalidatesHardAndSoft() throws Exception {
        books.set("key", "old");
        assertThat(post(application, "/actuator/dogpile/books", "{\"invalidate\":\"soft\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(books.<String>get("key")).isNull();
        Gate gate = new Gate();
        Thread creator = new Thread(() -> books.getOrCreate("key", gate.then("new")));
        creator.start();
        gate.awaitReached();
        assertThat(books.<String>getOrCreate("key", () -> "never")).isEqualTo("old");
        gate.open();
        creator.join();

        assertThat(post(application, "/actuator/dogpile/books", "{\"invalidate\":\"hard\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(books.<String>getOrCreate(
                        "key", () -> "newest, with " + books.<String>getOrCreate("key", () -> "nothing to serve")))
                .isEqualTo("newest, with nothing to serve");
    }

    @Test
    void anInvalidationSaysOfWhichKind() throws Exception {
        books.set("key", "value");
        for (String body : List.of("{}", "{\"invalidate\":\"both\"}")) {
            assertThat(post(application, "/actuator/dogpile/books", body).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(books.<String>get("key")).isEqualTo("value");
    }

    @Test
    void unknownRegionsAreNotFound() throws Exception {
        assertThat(get(application, "/actuator/dogpile/boks").statusCode()).isEqualTo(404);
        assertThat(delete("/actuator/dogpile/boks?key=1").statusCode()).isEqualTo(404);
        assertThat(post(application, "/actuator/dogpile/boks", "{\"invalidate\":\"hard\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void bootsCachesEndpointShowsRegions() throws Exception {
        String body = get(application, "/actuator/caches").body();
        Map<String, Object> caches = JsonPath.read(body, "$.cacheManagers.cacheManager.caches");
        assertThat(caches).containsOnlyKeys("authors", "books");
        assertThat(get(application, "/actuator/caches/books").statusCode()).isEqualTo(200);
        assertThat(get(application, "/actuator/caches/boks").statusCode()).isEqualTo(404);
        assertThat(delete("/actuator/caches/boks").statusCode()).isEqualTo(404);
        books.set("key", "value");
        assertThat(delete("/actuator/caches/books").statusCode()).isEqualTo(204);
        assertThat(books.<String>get("key")).isNull();
    }

    @Test
    void metersAreThereInARealApplication() throws Exception {
        library.find(7);
        for (String meter : List.of("cache.gets", "dogpile.creations", "dogpile.creation")) {
            HttpResponse<String> answer = get(application, "/actuator/metrics/" + meter + "?tag=cache:books");
            assertThat(answer.statusCode()).as(meter).isEqualTo(200);
        }
    }

    @Test
    void readOnlyAccessRefusesChanges() throws Exception {
        try (ConfigurableApplicationContext readOnly = start(
                "management.endpoints.web.exposure.include=dogpile", "management.endpoint.dogpile.access=read-only")) {
            CacheRegion region = readOnly.getBean("booksCacheRegion", CacheRegion.class);
            region.set("key", "value");
            assertThat(get(readOnly, "/actuator/dogpile/books").statusCode()).isEqualTo(200);
            assertThat(send(readOnly, "/actuator/dogpile/books?key=key", request -> request.DELETE())
                            .statusCode())
                    .isEqualTo(405);
            assertThat(post(readOnly, "/actuator/dogpile/books", "{\"invalidate\":\"hard\"}")
                            .statusCode())
                    .isEqualTo(405);
            assertThat(region.<String>get("key")).isEqualTo("value");
        }
    }

    @Test
    void isNotExposedUnlessTheApplicationSaysSo() throws Exception {
        try (ConfigurableApplicationContext closed = start()) {
            assertThat(get(closed, "/actuator/dogpile").statusCode()).isEqualTo(404);
            assertThat(closed.getBeansOfType(DogpileEndpoint.class)).isEmpty();
        }
    }

    @Test
    void aBackendThatFailsIsUnavailable() {
        TestRedis redis = TestRedis.start();
        try {
            Runners.application()
                    .withConfiguration(AutoConfigurations.of(DogpileEndpointAutoConfiguration.class))
                    .withPropertyValues(
                            "management.endpoints.web.exposure.include=dogpile",
                            "cache.shared.backend=redis",
                            "cache.shared.arguments.port=" + redis.port())
                    .run(context -> {
                        DogpileEndpointWebExtension endpoint =
                                new DogpileEndpointWebExtension(new DogpileEndpoint(new KnownRegions(
                                        context.getBeanProvider(CacheRegion.class),
                                        context.getBeanProvider(DogpileCacheManager.class))));
                        await().untilAsserted(() -> assertThat(
                                        endpoint.delete("shared", "key").getStatus())
                                .isEqualTo(200));
                        redis.stop();
                        WebEndpointResponse<Object> answer = endpoint.delete("shared", "key");
                        assertThat(answer.getStatus()).isEqualTo(503);
                        assertThat(answer.getBody()).asString().contains("error=region 'shared'");
                    });
        } finally {
            redis.stop();
        }
    }

    @Test
    void regionsMadeOnDemandAreThereToo() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DogpileAutoConfiguration.class,
                        DogpileCacheAutoConfiguration.class,
                        DogpileEndpointAutoConfiguration.class))
                .withPropertyValues("management.endpoints.web.exposure.include=dogpile")
                .withBean(Library.class)
                .run(context -> {
                    context.getBean(Library.class).find(1);
                    assertThat(context).doesNotHaveBean(CacheRegion.class);
                    DogpileEndpoint endpoint = context.getBean(DogpileEndpoint.class);
                    assertThat(endpoint.regions().regions()).containsOnlyKeys("books");
                    assertThat(endpoint.delete("books", "1")).isEqualTo(new DogpileEndpoint.Deleted("1", true));
                });
    }

    @Test
    void needsTheActuator() {
        Runners.withRegion()
                .withConfiguration(AutoConfigurations.of(DogpileEndpointAutoConfiguration.class))
                .withPropertyValues("management.endpoints.web.exposure.include=dogpile")
                .withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("dogpileEndpoint"));
    }

    private static ConfigurableApplicationContext start(String... properties) {
        SpringApplication web = new SpringApplication(Application.class);
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--cache.books.backend=memory",
                "--cache.books.expiration-time=5m",
                "--cache.books.serve-stale=90",
                "--cache.books.wait-timeout=250ms",
                "--cache.authors.backend=memory"));
        for (String property : properties) {
            arguments.add("--" + property);
        }
        return web.run(arguments.toArray(String[]::new));
    }

    private static HttpResponse<String> get(ConfigurableApplicationContext target, String path) throws Exception {
        return send(target, path, request -> request.GET());
    }

    private static HttpResponse<String> delete(String path) throws Exception {
        return send(application, path, request -> request.DELETE());
    }

    private static HttpResponse<String> post(ConfigurableApplicationContext target, String path, String body)
            throws Exception {
        return send(
                target,
                path,
                request -> request.POST(BodyPublishers.ofString(body)).header("Content-Type", "application/json"));
    }

    private static HttpResponse<String> send(
            ConfigurableApplicationContext target, String path, UnaryOperator<HttpRequest.Builder> method)
            throws Exception {
        String port = target.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        return HTTP.send(method.apply(request).build(), BodyHandlers.ofString());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Library library() {
            return new Library();
        }
    }

    static class Library {

        private final AtomicInteger loads = new AtomicInteger();

        public int loads() {
            return loads.get();
        }

        @Cacheable("books")
        public String find(long id) {
            return "book " + loads.incrementAndGet();
        }

        @Cacheable("books")
        public String byNumber(int number) {
            return "number " + loads.incrementAndGet();
        }

        @Cacheable("books")
        public String byTitle(String title) {
            return "title " + loads.incrementAndGet();
        }

        @Cacheable("books")
        public String byIsbn(UUID isbn) {
            return "isbn " + loads.incrementAndGet();
        }
    }
}
