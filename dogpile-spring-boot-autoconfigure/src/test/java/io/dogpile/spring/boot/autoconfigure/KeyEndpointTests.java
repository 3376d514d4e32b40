package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.dogpile.redis.TestRedis;
import io.dogpile.region.CacheRegion;
import io.dogpile.testing.Gate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** What the actuator says of one key over HTTP, in a web application with everything that Boot configures. */
@Timeout(120)
class KeyEndpointTests {

    private static final TestRedis REDIS = TestRedis.start();

    private static ConfigurableApplicationContext application;

    private CacheRegion books;

    @BeforeAll
    static void startApplication() {
        application = new SpringApplication(Application.class)
                .run(
                        "--server.port=0",
                        "--spring.main.banner-mode=off",
                        "--management.endpoints.web.exposure.include=dogpile",
                        "--cache.books.backend=memory",
                        "--cache.books.expiration-time=5m",
                        "--cache.books.explain=100",
                        "--cache.silent.backend=memory",
                        "--cache.shared.backend=redis",
                        "--cache.shared.arguments.port=" + REDIS.port());
    }

    @AfterAll
    static void stopApplication() {
        application.close();
        REDIS.stop();
    }

    @BeforeEach
    void findRegion() {
        books = region("books");
    }

    private static CacheRegion region(String name) {
        return application.getBean(name + "CacheRegion", CacheRegion.class);
    }

    @Test
    void showsTheEntryAndWhatHappened() throws Exception {
        books.getOrCreate("told", () -> "a secret value");
        books.delete("told");
        books.getOrCreate("told", () -> "a secret value");

        String body = get("/books/told").body();

        assertThat(body).doesNotContain("secret");
        assertThat(JsonPath.<String>read(body, "$.key")).isEqualTo("told");
        assertThat(JsonPath.<String>read(body, "$.keys[0].type")).isEqualTo("java.lang.String");
        Map<String, Object> entry = JsonPath.read(body, "$.keys[0].entry");
        assertThat(entry)
                .containsEntry("worth", "fresh")
                .containsEntry("failures", 0)
                .containsKeys("created", "age", "fresh-for", "servable-for", "took")
                .doesNotContainKeys("expiration-time", "retry-at", "data-version");
        assertThat(JsonPath.<List<String>>read(body, "$.keys[0].events[*].what"))
                .containsExactly("creation (missing; caller): stored", "deleted", "creation (missing; caller): stored");
        assertThat(JsonPath.<Map<String, Object>>read(body, "$")).doesNotContainKey("hint");
    }

    @Test
    void showsThatItIsBeingCreated() throws Exception {
        Gate gate = new Gate();
        Thread creator = new Thread(() -> books.getOrCreate("slow", gate.then("value")), "slow creator");
        creator.start();
        gate.awaitReached();
        String body = get("/books/slow").body();
        gate.open();
        creator.join();

        assertThat(JsonPath.<Boolean>read(body, "$.keys[0].locked")).isTrue();
        assertThat(JsonPath.<String>read(body, "$.keys[0].creation.thread")).isEqualTo("slow creator");
        assertThat(JsonPath.<String>read(body, "$.keys[0].creation.running")).matches("\\d+ms");
        assertThat(JsonPath.<Boolean>read(get("/books/slow").body(), "$.keys[0].locked"))
                .isFalse();
    }

    @Test
    void findsKeysThatWereNoText() throws Exception {
        UUID isbn = UUID.randomUUID();
        books.set(42L, "long");
        books.set(42, "int");
        books.set(isbn, "uuid");

        assertThat(JsonPath.<List<String>>read(get("/books/42").body(), "$.keys[*].type"))
                .containsExactly("java.lang.Long", "java.lang.Integer");
        assertThat(JsonPath.<List<String>>read(get("/books/" + isbn).body(), "$.keys[*].type"))
                .containsExactly("java.util.UUID");
        assertThat(JsonPath.<List<String>>read(get("/books/43").body(), "$.keys[*].type"))
                .containsExactly("java.lang.String");
        assertThat(JsonPath.<List<?>>read(get("/books/43").body(), "$.keys[0].events"))
                .isEmpty();
    }

    @Test
    void lookingIsNoLookUp() throws Exception {
        books.set("counted", "value");
        Object before = books.stats();
        get("/books/counted");
        get("/books/never-there");
        assertThat(books.stats()).isEqualTo(before);
    }

    @Test
    void withoutHistoryThereIsTheEntryAndAHint() throws Exception {
        region("silent").set("key", "value");
        String body = get("/silent/key").body();
        assertThat(JsonPath.<String>read(body, "$.keys[0].entry.worth")).isEqualTo("fresh");
        assertThat(JsonPath.<String>read(body, "$.keys[0].entry.fresh-for")).isEqualTo("-1");
        assertThat(JsonPath.<List<?>>read(body, "$.keys[0].events")).isEmpty();
        assertThat(JsonPath.<String>read(body, "$.hint")).contains("'explain'");
    }

    @Test
    void entriesInRedisAreShownUnread() throws Exception {
        region("shared").getOrCreate(7L, () -> "value");
        String body = get("/shared/7").body();
        assertThat(JsonPath.<List<String>>read(body, "$.keys[*].entry.worth")).containsExactly("fresh");
        assertThat(JsonPath.<Boolean>read(body, "$.keys[0].locked")).isFalse();
    }

    @Test
    void unknownRegionsAreNotFound() throws Exception {
        assertThat(get("/boks/key").statusCode()).isEqualTo(404);
    }

    @Test
    void thePagesExampleHasTheFieldsOfARealAnswer() throws Exception {
        Matcher example = Pattern.compile("books/42`.*?```json\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/observability.md")));
        assertThat(example.find()).isTrue();
        books.getOrCreate("page", () -> "value");
        books.getOrCreate("page", () -> "value");
        String real = get("/books/page").body();
        for (String path : List.of("$", "$.keys[0]", "$.keys[0].entry")) {
            assertThat(fields(example.group(1), path)).as(path).isEqualTo(fields(real, path));
        }
        assertThat(fields(example.group(1), "$.keys[0].events[1]")).isEqualTo(fields(real, "$.keys[0].events[0]"));
    }

    private static Set<String> fields(String json, String path) {
        return JsonPath.<Map<String, Object>>read(json, path).keySet();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        String port = application.getEnvironment().getRequiredProperty("local.server.port");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/dogpile" + path))
                                .build(),
                        BodyHandlers.ofString());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
