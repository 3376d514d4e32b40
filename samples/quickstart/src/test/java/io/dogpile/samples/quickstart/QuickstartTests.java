package io.dogpile.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.region.CacheRegion;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Drives the endpoint that the page calls. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
class QuickstartTests {

    private final RestTestClient http;
    private final List<CacheRegion> regions;

    QuickstartTests(@Autowired RestTestClient http, @Autowired List<CacheRegion> regions) {
        this.http = http;
        this.regions = regions;
    }

    @Test
    void hasTheRegionsOfTheConfiguration() {
        assertThat(regions).extracting(CacheRegion::name).containsExactlyInAnyOrder("reports", "customers");
    }

    @Test
    void theAnnotatedMethodUsesItsRegion() {
        fire("cached", 1);
        assertThat(regions)
                .filteredOn(region -> region.get(2025) != null)
                .extracting(CacheRegion::name)
                .containsExactly("reports");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cached", "region"})
    void twoHundredCallersOfAMissingValueMakeOneQuery(String mode) {
        assertThat(fire(mode, 200)).isEqualTo(new Figures(mode, 200, 1, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cached", "region"})
    void everyBurstFindsTheValueMissing(String mode) {
        assertThat(List.of(fire(mode, 20), fire(mode, 20))).containsOnly(new Figures(mode, 20, 1, 0));
    }

    @Test
    void withoutDogpileEveryCallerMakesAQuery() {
        assertThat(fire("uncached", 10)).isEqualTo(new Figures("uncached", 10, 10, 0));
    }

    @Test
    void burstsThatOverlapCountTheirOwnQueries() {
        var uncached = CompletableFuture.supplyAsync(() -> fire("uncached", 10));
        var cached = CompletableFuture.supplyAsync(() -> fire("cached", 10));
        assertThat(List.of(uncached.join().queries(), cached.join().queries())).containsExactly(10L, 1L);
    }

    @Test
    void tellsWhenEachCallerWasDone() {
        http.post()
                .uri("/bursts?mode=cached&callers=7")
                .exchange()
                .expectBody()
                .jsonPath("$.latencies.length()")
                .isEqualTo(7)
                .jsonPath("$.p50")
                .isNumber()
                .jsonPath("$.p99")
                .isNumber()
                .jsonPath("$.max")
                .isNumber();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    mode=cached&callers=0   | callers must be from 1 to 500, but is 0
                    mode=cached&callers=501 | callers must be from 1 to 500, but is 501
                    mode=cached&callers=all | Failed to convert 'callers' with value: 'all'
                    mode=cold               | mode must be one of uncached, cached, region, but is 'cold'
                    callers=10              | Required parameter 'mode' is not present.
                    """)
    void saysWhyABurstIsRefused(String query, String reason) {
        http.post()
                .uri("/bursts?" + query)
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo(reason);
    }

    @Test
    void servesThePage() {
        http.get()
                .uri("/")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .value(page -> assertThat(page).contains("Without dogpile", "With dogpile"));
    }

    private Figures fire(String mode, int callers) {
        return http.post()
                .uri("/bursts?mode={mode}&callers={callers}", mode, callers)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Figures.class)
                .returnResult()
                .getResponseBody();
    }

    /** The part of an answer that is the same on every machine. */
    record Figures(String mode, int requests, long queries, int errors) {}
}
