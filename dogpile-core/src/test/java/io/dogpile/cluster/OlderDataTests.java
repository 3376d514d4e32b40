package io.dogpile.cluster;

import static io.dogpile.cluster.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who made a value from older data overwrites nothing that another process made from newer. */
@Timeout(300)
class OlderDataTests {

    private final Cluster cluster = Cluster.of(2, "lock-timeout=2s", "versions=yes");
    private final WorkerProcess slow = cluster.worker(0);
    private final WorkerProcess other = cluster.worker(1);

    @AfterEach
    void close() {
        cluster.close();
    }

    private CompletableFuture<String> readOldDataAndWait() {
        CompletableFuture<String> late = slow.send("create-of", "key", "old@1", "gate");
        cluster.awaitCreations("key", 1);
        return late;
    }

    private String finish(CompletableFuture<String> late) {
        slow.ask("open-gate", "gate");
        return WorkerProcess.answer(late);
    }

    @Test
    void itsLockIsStillHeld() {
        CompletableFuture<String> late = readOldDataAndWait();
        other.ask("set", "key", "new@2");

        assertThat(finish(late)).isEqualTo("new@2");

        assertThat(slow.ask("told")).contains("outdated=1").doesNotContain("superseded");
        cluster.assertSettled("key", "new@2");
    }

    @Test
    void itsLockWasLostAndRegained() {
        CompletableFuture<String> late = readOldDataAndWait();
        String token = cluster.lock("key");
        slow.pause();
        await().until(() -> cluster.lock("key") == null);
        assertThat(other.ask("create-of", "key", "new@2", "none")).isEqualTo("new@2");
        cluster.bringBackLock("key", token);
        slow.resume();

        assertThat(finish(late)).isEqualTo("new@2");

        assertThat(slow.ask("told")).contains("outdated=1").doesNotContain("superseded", "lostLock");
        cluster.assertSettled("key", "new@2");
    }

    @Test
    void itsLockWasLostAndItCreatesAnewFromDataThatIsStillOld() {
        CompletableFuture<String> late = readOldDataAndWait();
        slow.pause();
        await().until(() -> cluster.lock("key") == null);
        assertThat(other.ask("create-of", "key", "new@2", "none")).isEqualTo("new@2");
        slow.resume();
        assertThat(finish(late)).as("no older than what it could have read").isEqualTo("new@2");
        assertThat(slow.ask("told")).contains("lostLock=1", "outdated=1").doesNotContain("superseded");

        other.ask("invalidate", "soft");
        await().until(() -> slow.ask("get", "key").equals("null"));
        assertThat(slow.ask("create-of", "key", "old@1", "none")).isEqualTo("new@2");

        assertThat(slow.ask("told")).contains("outdated=2").doesNotContain("superseded");
        assertThat(cluster.stored("key")).isEqualTo("new@2");
        assertThat(slow.ask("create-of", "key", "newest@3", "none")).isEqualTo("newest@3");
        cluster.assertSettled("key", "newest@3");
    }

    @Test
    void writersInAllProcessesEndWithTheNewest() {
        String newest = cluster.all("set-versions", "key", "300").stream()
                .max(Comparator.naturalOrder())
                .orElseThrow();

        assertThat(cluster.stored("key")).isEqualTo(newest);
        assertThat(cluster.all("told").toString()).contains("outdated=");
        cluster.assertSettled("key", newest);
    }
}
