package io.dogpile.cluster;

import static io.dogpile.cluster.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While creators fail, callers in all processes have the previous value, and one of them tries now and then. */
@Timeout(300)
class FailingCreatorsTests {

    private static String[] settings(String serveStale) {
        return new String[] {
            "clock=manual",
            "server-clock=false",
            "lock-timeout=2s",
            "expiration-time=PT1M",
            "serve-stale=" + serveStale,
            "serve-stale-on-error=1h",
            "retry-backoff=10s",
            "maximum-retry-backoff=40s"
        };
    }

    private static Cluster failing(String serveStale) {
        Cluster cluster = Cluster.of(2, settings(serveStale));
        cluster.worker(0).ask("create", "key", "none");
        cluster.all("advance", "PT1M");
        return cluster;
    }

    private static void assertAttempts(Cluster cluster, int count) {
        assertThat(cluster.all("storm", "key", "4", "fail")).containsOnly("key#1");
        assertThat(cluster.creations("key")).as("creators called").isEqualTo(1 + count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT1H"})
    void oneAttemptInEachWindowInAllProcesses(String serveStale) {
        try (Cluster cluster = failing(serveStale)) {
            int attempts = 0;
            for (Duration pause :
                    List.of(10, 20, 40, 40).stream().map(Duration::ofSeconds).toList()) {
                assertAttempts(cluster, ++attempts);
                cluster.all("advance", pause.minusSeconds(1).toString());
                assertAttempts(cluster, attempts);
                cluster.all("advance", "PT1S");
            }

            assertThat(cluster.worker(1).ask("create", "key", "none")).isEqualTo("key#6");

            assertThat(cluster.all("storm", "key", "4", "fail")).containsOnly("key#6");
            cluster.assertSettled("key", "key#6");
            cluster.all("advance", "PT1M");
            assertThat(cluster.all("storm", "key", "4", "fail")).containsOnly("key#6");
            cluster.all("advance", "PT10S");
            assertThat(cluster.worker(0).ask("create", "key", "none"))
                    .as("back-off starts anew")
                    .isEqualTo("key#8");
        }
    }

    @Test
    void theFailureOfAProcessThatWasKilledKeepsTheOthersFromTrying() {
        try (Cluster cluster = failing("PT0S")) {
            assertThat(cluster.worker(0).ask("create", "key", "fail")).isEqualTo("key#1");
            cluster.kill(cluster.worker(0));
            cluster.join(settings("PT0S"));
            cluster.worker(1).ask("advance", "PT1M");

            cluster.all("advance", "PT9S");
            assertThat(cluster.all("create", "key", "none")).containsOnly("key#1");
            cluster.all("advance", "PT1S");
            assertThat(cluster.worker(0).ask("create", "key", "none")).isEqualTo("key#3");
            cluster.assertSettled("key", "key#3");
        }
    }

    @Test
    void aFailureThatComesTooLateLeavesTheOthersNewValue() {
        try (Cluster cluster = failing("PT0S")) {
            WorkerProcess paused = cluster.worker(0);
            CompletableFuture<String> late = paused.send("create", "key", "fail-late");
            cluster.awaitCreations("key", 2);
            paused.pause();
            await().until(() -> cluster.lock("key") == null);
            assertThat(cluster.worker(1).ask("create", "key", "none")).isEqualTo("key#3");

            paused.send("open-gate", "fail-late");
            paused.resume();
            WorkerProcess.answer(late);

            cluster.assertSettled("key", "key#3");
        }
    }
}
