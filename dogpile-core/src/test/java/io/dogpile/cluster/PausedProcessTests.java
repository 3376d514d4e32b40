package io.dogpile.cluster;

import static io.dogpile.cluster.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P6 with SIGSTOP: a creator that stood still beyond its lease finds that the world went on. */
@Timeout(300)
class PausedProcessTests {

    private final Cluster cluster = Cluster.of(2, "lock-timeout=2s");
    private final WorkerProcess paused = cluster.worker(0);
    private final WorkerProcess other = cluster.worker(1);

    private CompletableFuture<String> pausedBeyondItsLease(String verb, String keys) {
        CompletableFuture<String> late = paused.send(verb, keys, "gate");
        cluster.awaitCreations("key", 1);
        paused.pause();
        for (String key : keys.split(",")) {
            await().until(() -> cluster.lock(key) == null);
        }
        return late;
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private String valueOnceResumed(CompletableFuture<String> late) {
        paused.send("open-gate", "gate");
        paused.resume();
        return WorkerProcess.answer(late);
    }

    @Test
    void aNewerValueSurvivesTheLateStore() {
        CompletableFuture<String> late = pausedBeyondItsLease("create", "key");
        assertThat(other.ask("create", "key", "none")).isEqualTo("key#2");

        assertThat(valueOnceResumed(late)).isEqualTo("key#1");
        assertThat(paused.ask("told")).contains("lostLock=1", "superseded=1").doesNotContain("backendError");

        cluster.assertSettled("key", "key#2");
    }

    @Test
    void whoCreatesNowKeepsItsLock() {
        CompletableFuture<String> late = pausedBeyondItsLease("create", "key");
        CompletableFuture<String> newer = other.send("create", "key", "gate");
        cluster.awaitCreations("key", 2);
        String token = cluster.lock("key");

        assertThat(valueOnceResumed(late)).isEqualTo("key#1");
        assertThat(paused.ask("told")).contains("lostLock=1", "superseded=1").doesNotContain("backendError");

        assertThat(cluster.lock("key")).isEqualTo(token);
        assertThat(cluster.stored("key")).isNull();
        other.ask("open-gate", "gate");
        assertThat(WorkerProcess.answer(newer)).isEqualTo("key#2");
        assertThat(other.ask("told")).doesNotContain("lostLock", "superseded");
        cluster.assertSettled("key", "key#2");
    }

    @Test
    void aLateValueIsNotStoredEvenIfNobodyElseCreated() {
        CompletableFuture<String> late = pausedBeyondItsLease("create", "key");
        assertThat(valueOnceResumed(late)).isEqualTo("key#1");
        assertThat(paused.ask("told")).contains("lostLock=1", "superseded=1").doesNotContain("backendError");

        assertThat(cluster.stored("key")).isNull();
        assertThat(other.ask("create", "key", "none")).isEqualTo("key#2");
        cluster.assertSettled("key", "key#2");
    }

    @Test
    void aLateBatchOverwritesNothing() {
        CompletableFuture<String> late = pausedBeyondItsLease("create-multi", "key,alone");
        assertThat(other.ask("create", "key", "none")).isEqualTo("key#2");

        assertThat(valueOnceResumed(late)).isEqualTo("{key=key#1, alone=alone#1}");
        assertThat(paused.ask("told")).contains("lostLock=2").doesNotContain("backendError");

        assertThat(cluster.stored("alone")).isNull();
        cluster.assertSettled("key", "key#2");
    }
}
