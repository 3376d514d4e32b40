package io.dogpile.cluster;

import static io.dogpile.cluster.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.redis.TestRedis;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who has waited long enough for a creation, in whatever process, leaves; the creation goes on under its lock. */
@Timeout(300)
class SlowCreatorsTests {

    private static final String[] WITH_PREVIOUS_VALUE = {
        "clock=manual",
        "server-clock=false",
        "expiration-time=PT1M",
        "serve-stale=PT0S",
        "serve-stale-on-error=1h",
        "lock-timeout=2s"
    };

    private static final String SOFT_LIMIT = "creation-soft-timeout=100ms";

    private static Cluster withPreviousValue(String... more) {
        Cluster cluster = new Cluster(TestRedis.shared());
        String[] settings = new String[WITH_PREVIOUS_VALUE.length + more.length];
        System.arraycopy(WITH_PREVIOUS_VALUE, 0, settings, 0, WITH_PREVIOUS_VALUE.length);
        System.arraycopy(more, 0, settings, WITH_PREVIOUS_VALUE.length, more.length);
        cluster.join(settings);
        cluster.join(settings);
        cluster.worker(0).ask("create", "key", "none");
        cluster.all("advance", "PT1M");
        return cluster;
    }

    private static void assertLeftInTime(long askedNanos) {
        assertThat(Duration.ofNanos(System.nanoTime() - askedNanos))
                .as("far less than the region's own limit of a minute")
                .isLessThan(Duration.ofSeconds(30));
    }

    private static void assertSettles(Cluster cluster, String value) {
        await().untilAsserted(cluster::assertNoLeftovers);
        cluster.assertSettled("key", value);
    }

    @Test
    void pastTheSoftLimitOthersLeaveThemselvesToTheCreationThatGoesOn() {
        try (Cluster cluster = withPreviousValue(SOFT_LIMIT)) {
            WorkerProcess creating = cluster.worker(0);
            WorkerProcess other = cluster.worker(1);

            assertThat(creating.ask("create", "key", "gate")).as("its caller").isEqualTo("key#1");
            String token = cluster.lock("key");
            assertThat(token).isNotNull();
            assertThat(other.ask("storm", "key", "4", "none")).isEqualTo("key#1");
            assertThat(cluster.creations("key")).isEqualTo(2);
            assertThat(cluster.lock("key")).isEqualTo(token);

            creating.ask("open-gate", "gate");
            await().until(() -> "key#2".equals(cluster.stored("key")));
            assertThat(other.ask("create", "key", "none")).isEqualTo("key#2");
            assertSettles(cluster, "key#2");
            assertThat(cluster.all("told").toString()).doesNotContain("lostLock", "superseded", "backgroundFailure");
        }
    }

    @Test
    void pastItsDeadlineACallerElsewhereHasThePreviousValue() {
        try (Cluster cluster = withPreviousValue()) {
            CompletableFuture<String> creation = cluster.worker(0).send("create", "key", "gate");
            cluster.awaitCreations("key", 2);

            long asked = System.nanoTime();
            assertThat(cluster.worker(1).ask("create-within", "key", "PT0.2S", "none"))
                    .isEqualTo("key#1");
            assertLeftInTime(asked);

            cluster.worker(0).ask("open-gate", "gate");
            assertThat(WorkerProcess.answer(creation)).isEqualTo("key#2");
            assertSettles(cluster, "key#2");
        }
    }

    @Test
    void pastItsDeadlineACallerElsewhereHearsWhoHasTheLock() {
        try (Cluster cluster = Cluster.of(2)) {
            CompletableFuture<String> creation = cluster.worker(0).send("create", "key", "gate");
            cluster.awaitCreations("key", 1);
            String token = cluster.lock("key");

            long asked = System.nanoTime();
            assertThatThrownBy(() -> cluster.worker(1).ask("create-within", "key", "PT0.2S", "none"))
                    .hasStackTraceContaining("CreationTimeoutException")
                    .hasStackTraceContaining("token " + token);
            await().until(() -> cluster.worker(1).ask("creating").equals("0"));
            assertThat(cluster.worker(1).ask("told")).contains("waitTimeout=1");

            assertLeftInTime(asked);
            cluster.worker(0).ask("open-gate", "gate");
            assertThat(WorkerProcess.answer(creation)).isEqualTo("key#1");
            assertSettles(cluster, "key#1");
        }
    }

    @Test
    void aKilledCreatorsKeyIsTakenOverWithinItsLeaseWhileNobodyWaits() {
        try (Cluster cluster = withPreviousValue(SOFT_LIMIT, "creation-timeout=1m")) {
            assertThat(cluster.worker(0).ask("create", "key", "never")).isEqualTo("key#1");
            cluster.kill(cluster.worker(0));
            WorkerProcess other = cluster.worker(0);

            assertThat(other.ask("create", "key", "none")).isIn("key#1", "key#3");

            await().until(() -> other.ask("create", "key", "none").equals("key#3"));
            assertSettles(cluster, "key#3");
        }
    }
}
