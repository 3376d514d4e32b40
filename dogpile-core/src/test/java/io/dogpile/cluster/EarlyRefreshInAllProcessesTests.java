package io.dogpile.cluster;

import static io.dogpile.cluster.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One refresher in all processes, and readers that never wait for it. */
@Timeout(300)
class EarlyRefreshInAllProcessesTests {

    private static Cluster refreshing(String policy) {
        return Cluster.of(3, "clock=manual", "server-clock=false", "expiration-time=PT1M", "lock-timeout=2s", policy);
    }

    private static void assertRefreshedOnce(Cluster cluster) {
        assertThat(cluster.all("storm", "key", "8", "gate")).containsOnly("key#1");
        cluster.awaitCreations("key", 2);
        assertThat(cluster.all("storm", "key", "8", "gate")).containsOnly("key#1");

        cluster.all("open-gate", "gate");
        await().until(() -> "key#2".equals(cluster.stored("key")));
        assertThat(cluster.all("storm", "key", "8", "gate")).containsOnly("key#2");
        await().until(() -> cluster.all("creating").stream().allMatch("0"::equals));
        assertThat(cluster.creations("key")).isEqualTo(2);
        assertThat(cluster.all("told").toString()).doesNotContain("staleServed", "backgroundFailure", "lostLock");
        cluster.assertSettled("key", "key#2");
    }

    @Test
    void pastTheThreshold() {
        try (Cluster cluster = refreshing("early-refresh-threshold=0.8")) {
            cluster.worker(0).ask("create", "key", "none");
            cluster.all("advance", "PT47S");
            assertThat(cluster.all("storm", "key", "8", "none")).containsOnly("key#1");
            assertThat(cluster.creations("key")).as("not yet").isEqualTo(1);
            cluster.all("advance", "PT1S");

            assertRefreshedOnce(cluster);
        }
    }

    /** The creator took 10 s; with this factor the first read is due. The second one takes no time, and is not. */
    @Test
    void whenDrawnByTheTimeThatTheCreatorTook() {
        try (Cluster cluster = refreshing("early-refresh=1000000")) {
            var first = cluster.worker(0).send("create", "key", "slow");
            cluster.awaitCreations("key", 1);
            cluster.all("advance", "PT10S");
            cluster.worker(0).ask("open-gate", "slow");
            assertThat(WorkerProcess.answer(first)).isEqualTo("key#1");
            cluster.all("advance", "PT1S");

            assertRefreshedOnce(cluster);
        }
    }

    @Test
    void aKilledRefreshersSuccessorIsFoundWithinItsLease() {
        try (Cluster cluster = refreshing("early-refresh-threshold=0.8")) {
            cluster.worker(0).ask("create", "key", "none");
            cluster.all("advance", "PT50S");
            assertThat(cluster.worker(0).ask("create", "key", "never")).isEqualTo("key#1");
            cluster.awaitCreations("key", 2);
            assertThat(cluster.all("storm", "key", "8", "none")).containsOnly("key#1");
            assertThat(cluster.creations("key")).isEqualTo(2);

            cluster.kill(cluster.worker(0));

            await().until(() -> cluster.worker(0).ask("create", "key", "none").equals("key#3"));
            await().untilAsserted(cluster::assertNoLeftovers);
            cluster.assertSettled("key", "key#3");
        }
    }
}
