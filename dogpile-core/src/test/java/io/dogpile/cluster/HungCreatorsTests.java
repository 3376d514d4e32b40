package io.dogpile.cluster;

import static io.dogpile.cluster.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.redis.TestRedis;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A creator that hangs longer than it may keeps no process from the key, though its lock's lease is a long one. */
@Timeout(300)
class HungCreatorsTests {

    private static final String LIMIT = "creation-timeout=300ms";
    private static final String LEASE = "lock-timeout=30s";

    /** Hears no interrupt. */
    private static CompletableFuture<String> hang(Cluster cluster) {
        CompletableFuture<String> hung = cluster.worker(0).send("create", "key", "deaf");
        cluster.awaitCreations("key", 1);
        return hung;
    }

    private static void assertOverdue(CompletableFuture<String> hung) {
        assertThatThrownBy(() -> WorkerProcess.answer(hung))
                .hasStackTraceContaining("CreatorTimeoutException")
                .hasStackTraceContaining("300 ms");
    }

    private static void endLate(Cluster cluster) {
        WorkerProcess hanging = cluster.worker(0);
        hanging.ask("open-gate", "deaf");
        await().untilAsserted(() -> assertThat(hanging.ask("told")).contains("superseded=1"));
        assertThat(hanging.ask("told")).contains("creatorTimeout=1").doesNotContain("lostLock", "backendError");
    }

    @Test
    void thoseWhoWaitElsewhereCreateAndTheLateValueIsNotStored() {
        try (Cluster cluster = Cluster.of(2, LIMIT, LEASE)) {
            WorkerProcess other = cluster.worker(1);
            CompletableFuture<String> hung = hang(cluster);

            assertThat(other.ask("storm", "key", "4", "none")).isEqualTo("key#2");

            assertOverdue(hung);
            assertThat(cluster.stored("key")).isEqualTo("key#2");
            endLate(cluster);
            assertThat(other.ask("told")).doesNotContain("lostLock", "superseded", "creatorTimeout");
            cluster.assertSettled("key", "key#2");
        }
    }

    @Test
    void theLateCreatorLeavesTheOthersLockAlone() {
        try (Cluster cluster = new Cluster(TestRedis.shared())) {
            cluster.join(LIMIT, LEASE);
            WorkerProcess other = cluster.join(LEASE);
            assertOverdue(hang(cluster));
            CompletableFuture<String> creating = other.send("create", "key", "gate");
            cluster.awaitCreations("key", 2);
            String token = cluster.lock("key");

            endLate(cluster);

            assertThat(cluster.stored("key")).isNull();
            assertThat(cluster.lock("key")).isEqualTo(token);
            other.ask("open-gate", "gate");
            assertThat(WorkerProcess.answer(creating)).isEqualTo("key#2");
            assertThat(other.ask("told")).doesNotContain("lostLock", "superseded");
            cluster.assertSettled("key", "key#2");
        }
    }

    @Test
    void withAPreviousValueNobodyNoticesAndTheOthersTryLater() {
        try (Cluster cluster = Cluster.of(
                2,
                LIMIT,
                LEASE,
                "clock=manual",
                "server-clock=false",
                "expiration-time=PT1M",
                "serve-stale=PT0S",
                "serve-stale-on-error=1h",
                "retry-backoff=10s")) {
            WorkerProcess other = cluster.worker(1);
            other.ask("create", "key", "none");
            cluster.all("advance", "PT1M");

            assertThat(cluster.worker(0).ask("create", "key", "deaf")).isEqualTo("key#1");

            assertThat(other.ask("storm", "key", "4", "none")).isEqualTo("key#1");
            cluster.all("advance", "PT10S");
            assertThat(other.ask("create", "key", "none")).isEqualTo("key#3");
            endLate(cluster);
            cluster.assertSettled("key", "key#3");
        }
    }

    @Test
    void aBatchThatHangsFreesAllItsKeys() {
        try (Cluster cluster = Cluster.of(2, LIMIT, LEASE)) {
            CompletableFuture<String> hung = cluster.worker(0).send("create-multi", "key,more", "deaf");
            cluster.awaitCreations("more", 1);

            assertThat(cluster.worker(1).ask("create-multi", "more,key", "none"))
                    .isEqualTo("{more=more#2, key=key#2}");

            assertOverdue(hung);
            cluster.worker(0).ask("open-gate", "deaf");
            await().untilAsserted(
                            () -> assertThat(cluster.worker(0).ask("told")).contains("superseded=2"));
            assertThat(cluster.all("told").toString()).doesNotContain("lostLock");
            cluster.assertSettled("key", "key#2");
            cluster.assertSettled("more", "more#2");
        }
    }
}
