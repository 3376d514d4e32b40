package io.dogpile.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P6 with SIGSTOP: a creator that stood still beyond its lease finds that the world went on. */
@Timeout(120)
class PausedProcessTests {

    private final Cluster cluster = Cluster.of(2, "lock-timeout=2s");
    private final WorkerProcess paused = cluster.worker(0);
    private final WorkerProcess other = cluster.worker(1);
    private CompletableFuture<String> late;

    @BeforeEach
    void pauseACreatorBeyondItsLease() {
        late = paused.send("create", "key", "gate");
        cluster.awaitCreations("key", 1);
        paused.pause();
        await().until(() -> cluster.lock("key") == null);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private void resumeAndFinish() {
        paused.send("open-gate", "gate");
        paused.resume();
        assertThat(WorkerProcess.answer(late)).isEqualTo("key#1");
        assertThat(paused.ask("told")).contains("lostLock=1", "superseded=1").doesNotContain("backendError");
    }

    @Test
    void aNewerValueSurvivesTheLateStore() {
        assertThat(other.ask("create", "key", "none")).isEqualTo("key#2");

        resumeAndFinish();

        cluster.assertSettled("key", "key#2");
    }

    @Test
    void whoCreatesNowKeepsItsLock() {
        CompletableFuture<String> newer = other.send("create", "key", "gate");
        cluster.awaitCreations("key", 2);
        String token = cluster.lock("key");

        resumeAndFinish();

        assertThat(cluster.lock("key")).isEqualTo(token);
        assertThat(cluster.stored("key")).isNull();
        other.ask("open-gate", "gate");
        assertThat(WorkerProcess.answer(newer)).isEqualTo("key#2");
        assertThat(other.ask("told")).doesNotContain("lostLock", "superseded");
        cluster.assertSettled("key", "key#2");
    }

    @Test
    void aLateValueIsNotStoredEvenIfNobodyElseCreated() {
        resumeAndFinish();

        assertThat(cluster.stored("key")).isNull();
        assertThat(other.ask("create", "key", "none")).isEqualTo("key#2");
        cluster.assertSettled("key", "key#2");
    }
}
