package io.dogpile.samples.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.client.HttpClientErrorException.BadRequest;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/** Drives the endpoint that the page calls, in two processes on one Redis. */
@Timeout(600)
class TwoInstancesTests {

    private static TwoInstances two;

    private final RestClient http = RestClient.create();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        two = TwoInstances.start(freePort(), freePort());
    }

    @AfterAll
    static void stop() {
        two.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aMissingValueIsOneQueryForBothInstancesWhicheverIsAsked(int instance) {
        var burst = fire(instance, "CACHED", 100);

        assertThat(burst.requests()).isEqualTo(200);
        assertThat(burst.queries()).isEqualTo(1);
        assertThat(burst.creations()).isEqualTo(1);
        assertThat(burst.errors()).isZero();
        assertThat(burst.instances())
                .extracting(each -> each.share().requests())
                .containsExactly(100, 100);
        assertThat(burst.instances()).extracting(each -> each.share().queries()).containsExactlyInAnyOrder(1L, 0L);
    }

    @Test
    void everyBurstFindsTheValueMissing() {
        assertThat(List.of(fire(0, "CACHED", 10), fire(1, "CACHED", 10), fire(0, "CACHED", 10)))
                .extracting(Burst::queries)
                .containsOnly(1L);
    }

    @Test
    void withoutDogpileEveryCallerMakesAQuery() {
        var burst = fire(0, "UNCACHED", 5);

        assertThat(burst.queries()).isEqualTo(10);
        assertThat(burst.creations()).isZero();
        assertThat(burst.instances()).extracting(each -> each.share().queries()).containsExactly(5L, 5L);
    }

    @Test
    void tellsWhenTheCallersWereDone() {
        var burst = fire(0, "CACHED", 20);

        assertThat(burst.p50()).isPositive().isLessThanOrEqualTo(burst.p99());
        assertThat(burst.p99()).isLessThanOrEqualTo(burst.max());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 251})
    void refusesACrowdThatIsTooLargeOrNone(int callers) {
        assertThat(catchThrowableOfType(BadRequest.class, () -> fire(0, "CACHED", callers)))
                .hasMessageContaining("callers must be from 1 to 250, but is " + callers);
    }

    @Test
    void bothServeThePage() {
        assertThat(two.addresses())
                .extracting(address -> http.get().uri(address).retrieve().body(String.class))
                .allSatisfy(page -> assertThat(page).contains("Without dogpile", "With dogpile"));
    }

    @Test
    void nothingOutlivesAKilledLauncher() throws IOException {
        int port = freePort();
        var launcher = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TwoInstances.class.getName(),
                        "" + port,
                        "" + freePort())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            await().atMost(Duration.ofMinutes(4))
                    .until(() -> launcher.descendants().count() == 3 && answers(port));
            var children = launcher.descendants().toList();

            launcher.destroyForcibly();

            await().atMost(Duration.ofMinutes(4))
                    .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
        } finally {
            launcher.destroyForcibly();
        }
    }

    private boolean answers(int port) {
        try {
            http.get().uri("http://localhost:" + port).retrieve().toBodilessEntity();
            return true;
        } catch (ResourceAccessException notYet) {
            return false;
        }
    }

    private Burst fire(int instance, String mode, int callers) {
        URI address = two.addresses().get(instance);
        return http.post()
                .uri(address + "/bursts?mode={mode}&callers={callers}", mode, callers)
                .retrieve()
                .body(Burst.class);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** What the endpoint answers. */
    record Burst(
            int requests,
            long queries,
            long creations,
            int errors,
            double p50,
            double p99,
            double max,
            List<Instance> instances) {

        record Instance(String address, Share share) {}

        record Share(int requests, long queries) {}
    }
}
