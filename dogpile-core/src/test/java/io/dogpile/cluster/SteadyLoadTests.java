package io.dogpile.cluster;

import static io.dogpile.cluster.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P1 and P2 across processes: while readers never pause, an expired value costs one creation and nobody waits. */
@Timeout(300)
class SteadyLoadTests {

    private static long leastReads(Cluster cluster) {
        return cluster.all("least-reads-but-creators").stream()
                .mapToLong(Long::parseLong)
                .min()
                .orElseThrow();
    }

    private static void assertUndisturbed(Cluster cluster) {
        assertThat(cluster.all("stop-load")).containsOnly("");
        assertThat(cluster.all("told"))
                .allSatisfy(told -> assertThat(told)
                        .contains("staleServed")
                        .doesNotContain("joined", "lostLock", "superseded", "backendError", "unreadable"));
    }

    /** Each creation is held until every other reader of every process has been served several times. */
    @Test
    void everybodyButTheOneCreatorIsServedDuringEachOfThirtyExpirations() {
        try (Cluster cluster = Cluster.of(3, "clock=manual", "server-clock=false", "expiration-time=PT1S")) {
            cluster.worker(0).ask("create", "key", "none");
            for (int expiration = 1; expiration <= 30; expiration++) {
                String gate = "gate-" + expiration;
                cluster.all("load", "key", "4", gate);
                cluster.all("advance", "PT1S");
                cluster.awaitCreations("key", expiration + 1);
                long before = leastReads(cluster);
                await().until(() -> leastReads(cluster) > before + 3);
                assertThat(cluster.stored("key")).isEqualTo("key#" + expiration);
                cluster.all("open-gate", gate);
                String next = "key#" + (expiration + 1);
                await().until(() -> next.equals(cluster.stored("key")));
                assertThat(cluster.all("stop-load")).containsOnly("");
                assertThat(cluster.creations("key")).isEqualTo(expiration + 1);
            }
            assertUndisturbed(cluster);
            cluster.assertSettled("key", "key#31");
        }
    }

    /** By the server's clock: no creation begins before the previous value has expired. */
    @Test
    void noExpirationIsFollowedByTwoCreations() {
        try (Cluster cluster = Cluster.of(3, "expiration-time=PT1S", "serve-stale=PT1H")) {
            cluster.worker(0).ask("create", "key", "none");
            cluster.all("load", "key", "4", "PT0.05S");
            await().until(() -> cluster.creations("key") > 30);
            assertUndisturbed(cluster);

            cluster.assertApart("key", Duration.ofSeconds(1));
            cluster.assertNoLeftovers();
        }
    }
}
