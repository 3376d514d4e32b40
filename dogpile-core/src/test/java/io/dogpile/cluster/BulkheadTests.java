package io.dogpile.cluster;

import static io.dogpile.cluster.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each process counts its own creators, and who waits for a turn in one keeps nobody in another waiting. */
@Timeout(300)
class BulkheadTests {

    @ParameterizedTest
    @CsvSource({"create, key#1", "create-multi, {key=key#1}"})
    void whoStandsInLineHoldsNoLock(String verb, String value) {
        try (Cluster cluster = Cluster.of(2, "maximum-creations=1", "lock-timeout=2s")) {
            WorkerProcess full = cluster.worker(0);
            WorkerProcess other = cluster.worker(1);
            CompletableFuture<String> first = full.send("create", "first", "gate");
            CompletableFuture<String> second = other.send("create", "second", "gate");
            cluster.awaitCreations("first", 1);
            cluster.awaitCreations("second", 1);

            CompletableFuture<String> waiting = full.send(verb, "key", "none");
            await().until(() ->
                    full.ask("creating").equals("2") && full.ask("waiting").equals("2"));
            other.ask("open-gate", "gate");
            assertThat(WorkerProcess.answer(second)).isEqualTo("second#1");
            assertThat(cluster.lock("key")).isNull();
            assertThat(cluster.creations("key")).isZero();
            assertThat(other.ask(verb, "key", "none")).isEqualTo(value);
            assertThat(waiting).isNotDone();

            full.ask("open-gate", "gate");
            assertThat(WorkerProcess.answer(first)).isEqualTo("first#1");
            assertThat(WorkerProcess.answer(waiting)).isEqualTo(value);
            assertThat(cluster.creations("key")).isEqualTo(1);
            cluster.assertSettled("key", "key#1");
        }
    }
}
