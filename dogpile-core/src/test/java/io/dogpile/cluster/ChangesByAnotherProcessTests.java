package io.dogpile.cluster;

import static io.dogpile.cluster.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** P5 across processes: what happens during a creation is not undone at its end. */
@Timeout(300)
class ChangesByAnotherProcessTests {

    private final Cluster cluster = Cluster.of(3);
    private final WorkerProcess creator = cluster.worker(0);
    private final WorkerProcess changer = cluster.worker(1);
    private final WorkerProcess bystander = cluster.worker(2);

    @AfterEach
    void close() {
        cluster.close();
    }

    private CompletableFuture<String> creationInProgress() {
        CompletableFuture<String> creation = creator.send("create", "key", "gate");
        cluster.awaitCreations("key", 1);
        return creation;
    }

    private void finish(CompletableFuture<String> creation) {
        creator.ask("open-gate", "gate");
        assertThat(WorkerProcess.answer(creation)).isEqualTo("key#1");
    }

    @Test
    void deleteWins() {
        CompletableFuture<String> creation = creationInProgress();

        changer.ask("delete", "key");
        CompletableFuture<String> later = bystander.send("create", "key", "none");
        await().until(() -> bystander.ask("waiting").equals("1"));
        assertThat(cluster.creations("key")).as("creators do not overlap").isEqualTo(1);
        finish(creation);

        assertThat(WorkerProcess.answer(later)).isEqualTo("key#2");
        assertThat(creator.ask("told")).contains("superseded=1").doesNotContain("lostLock");
        cluster.assertSettled("key", "key#2");
    }

    @Test
    void setWins() {
        CompletableFuture<String> creation = creationInProgress();

        changer.ask("set", "key", "set");
        assertThat(bystander.ask("get", "key")).isEqualTo("set");
        finish(creation);

        assertThat(creator.ask("told")).contains("superseded=1").doesNotContain("lostLock");
        cluster.assertSettled("key", "set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hard", "soft"})
    void invalidationWins(String kind) {
        CompletableFuture<String> creation = creationInProgress();

        changer.ask("invalidate", kind);
        finish(creation);

        assertThat(changer.ask("get", "key")).isEqualTo("null");
        await().untilAsserted(() -> assertThat(cluster.all("get", "key")).containsOnly("null"));
        assertThat(creator.ask("create", "key", "none")).isEqualTo("key#2");
        cluster.assertSettled("key", "key#2");
    }

    /** Nothing tells a process of another's delete; those who join its creation are its own callers. */
    @Test
    void whoJoinsInTheCreatingProcessSharesItsValueEvenAfterADelete() {
        CompletableFuture<String> creation = creationInProgress();
        changer.ask("delete", "key");

        CompletableFuture<String> joined = creator.send("create", "key", "none");
        await().until(() -> creator.ask("waiting").equals("2"));
        finish(creation);

        assertThat(WorkerProcess.answer(joined)).isEqualTo("key#1");
        assertThat(creator.ask("told")).contains("joined=1", "superseded=1");
        assertThat(cluster.stored("key")).isNull();
    }
}
