package io.dogpile.samples.shop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.region.CacheRegion;
import io.dogpile.samples.shop.products.Catalogue;
import jakarta.persistence.EntityManagerFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/** The shop over HTTP, on whichever backend. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"cache.lazy.backend=memory", "spring.jpa.properties.hibernate.generate_statistics=true"})
@Import(ShopContract.Probes.class)
@Timeout(120)
abstract class ShopContract {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Transactions are switched on before caching is, as some applications do it: the order must not depend on that. */
    @TestConfiguration(proxyBeanMethods = false)
    @EnableTransactionManagement
    static class Probes {

        @Bean
        Database database() {
            return new Database();
        }

        @Bean
        Arrivals arrivals() {
            return new Arrivals();
        }

        @Bean
        HibernatePropertiesCustomizer watchedBy(Database database) {
            return properties -> properties.put(AvailableSettings.STATEMENT_INSPECTOR, database);
        }
    }

    @LocalServerPort
    private int port;

    @Autowired
    Database database;

    @Autowired
    private Arrivals arrivals;

    @Autowired
    private List<CacheRegion> regions;

    @Autowired
    private EntityManagerFactory entityManagers;

    @Autowired
    private Catalogue catalogue;

    @Autowired
    private JdbcClient sql;

    @BeforeEach
    void startOver() {
        sql.sql("update product set price = cost + 5").update();
        regions.forEach(CacheRegion::invalidate);
        database.forget();
    }

    /** A record of a service, an optional entity and a list of entities of a repository. */
    @ParameterizedTest
    @ValueSource(strings = {"/products/sencha", "/products/sencha/name", "/categories/coffee/products"})
    void aCrowdOfRequestsForWhatIsMissingIsOneQuery(String path) {
        CountDownLatch gate = database.close();

        var answers = crowd(50, path);
        await().until(() -> arrivals.present() == 50 && database.queries() > 0);
        gate.countDown();

        assertThat(answers.stream().map(CompletableFuture::join))
                .hasSize(50)
                .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200))
                .extracting(HttpResponse::body)
                .containsOnly(get(path).body());
        assertThat(database.queries()).isEqualTo(1);
    }

    @Test
    void aCrowdOfRequestsForWhatIsNotThereIsOneQuery() {
        CountDownLatch gate = database.close();

        var answers = crowd(50, "/products/mate");
        await().until(() -> arrivals.present() == 50 && database.queries() > 0);
        settle();
        gate.countDown();

        assertThat(answers.stream().map(CompletableFuture::join))
                .hasSize(50)
                .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(404));
        assertThat(database.queries()).isEqualTo(1);
    }

    @Test
    void anEmptyOptionalIsCached() {
        assertThat(get("/products/mate/name").statusCode()).isEqualTo(404);
        assertThat(get("/products/mate/name").statusCode()).isEqualTo(404);

        assertThat(database.queries()).isEqualTo(1);
    }

    @Test
    void aWritePutsTheNewSheetAndEvictsTheEntity() {
        get("/products/sencha");
        get("/products/sencha/name");
        database.forget();

        assertThat(put("buyer", "/products/sencha/price", "9.25").body()).contains("9.25");
        int writing = database.queries();

        assertThat(get("/products/sencha").body()).contains("9.25");
        assertThat(database.queries()).isEqualTo(writing);
        get("/products/sencha/name");
        assertThat(database.queries()).isEqualTo(writing + 1);
    }

    @Test
    void aWriteThatIsRolledBackChangesNoCache() {
        String before = get("/products/sencha").body();
        get("/products/sencha/name");
        int read = database.queries();

        assertThat(put("buyer", "/products/sencha/price", "-1").statusCode()).isEqualTo(500);
        int written = database.queries();

        assertThat(get("/products/sencha").body()).isEqualTo(before);
        get("/products/sencha/name");
        assertThat(written).isEqualTo(read + 1);
        assertThat(database.queries()).isEqualTo(written);
    }

    @Test
    void aCachedValueIsStillOnlyForThoseWhoMayHaveIt() {
        assertThat(get("buyer", "/products/sencha/margin").body()).contains("5.00");
        int loading = database.queries();

        assertThat(get("/products/sencha/margin").statusCode()).isEqualTo(401);
        assertThat(get("clerk", "/products/sencha/margin").statusCode()).isEqualTo(403);
        assertThat(get("buyer", "/products/sencha/margin").body()).contains("5.00");
        assertThat(database.queries()).isEqualTo(loading);
        assertThat(put("clerk", "/products/sencha/price", "1").statusCode()).isEqualTo(403);
    }

    @Test
    void whoMayNotAskStartsNoLoad() {
        assertThat(get("/products/assam/margin").statusCode()).isEqualTo(401);
        assertThat(get("clerk", "/products/assam/margin").statusCode()).isEqualTo(403);

        assertThat(database.queries()).isZero();
    }

    @Test
    void aHitNeedsNoTransaction() {
        catalogue.sheet("assam");
        var statistics = entityManagers.unwrap(SessionFactory.class).getStatistics();
        long connections = statistics.getConnectCount();
        long transactions = statistics.getTransactionCount();

        catalogue.sheet("assam");

        assertThat(statistics.getConnectCount()).isEqualTo(connections);
        assertThat(statistics.getTransactionCount()).isEqualTo(transactions);
    }

    @Test
    void actuatorListsTheCaches() {
        assertThat(get("/actuator/caches").statusCode()).isEqualTo(401);
        assertThat(get("buyer", "/actuator/caches").body())
                .contains("sheets", "products", "assortments", "margins")
                .contains("\"cacheManager\"");
        assertThat(get("buyer", "/actuator/health").body()).contains("UP");
    }

    private List<CompletableFuture<HttpResponse<String>>> crowd(int requests, String path) {
        return IntStream.range(0, requests)
                .mapToObj(number -> HTTP.sendAsync(request(null, path).build(), BodyHandlers.ofString()))
                .toList();
    }

    /** All requests wait, for the one that queries or for its answer. */
    private static void settle() {
        await().atMost(20, SECONDS)
                .during(Duration.ofMillis(200))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().contains("-exec-"))
                        .noneMatch(thread -> thread.getState() == Thread.State.RUNNABLE));
    }

    HttpResponse<String> get(String path) {
        return get(null, path);
    }

    private HttpResponse<String> get(String user, String path) {
        return send(request(user, path).GET());
    }

    private HttpResponse<String> put(String user, String path, String json) {
        return send(
                request(user, path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(json)));
    }

    private HttpRequest.Builder request(String user, String path) {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .version(HttpClient.Version.HTTP_1_1);
        String credentials = user + ":" + user;
        return user == null
                ? request
                : request.header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.build(), BodyHandlers.ofString()).join();
    }
}
