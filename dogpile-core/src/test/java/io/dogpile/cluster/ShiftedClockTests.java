package io.dogpile.cluster;

import static io.dogpile.cluster.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.redis.TestRedis;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With the server's clock it does not matter that a process' own is wrong. */
@Timeout(300)
class ShiftedClockTests {

    private static final String[] KEYS = {"of-the-right", "of-the-fast", "of-the-slow"};

    @Test
    void aWrongClockNeitherOutdatesEntriesNorKeepsThemAlive() {
        try (Cluster cluster = new Cluster(TestRedis.shared())) {
            for (String clock : List.of("PT0S", "PT1H", "PT-1H")) {
                cluster.join("clock=" + clock, "expiration-time=PT5S", "serve-stale=PT0S", "redis-expiration-time=-1");
            }
            for (int i = 0; i < KEYS.length; i++) {
                assertThat(cluster.worker(i).ask("create", KEYS[i], "none")).isEqualTo(KEYS[i] + "#1");
            }
            for (String key : KEYS) {
                assertThat(cluster.all("get", key)).as("not premature").containsOnly(key + "#1");
            }
            for (String key : KEYS) {
                await().untilAsserted(() ->
                        assertThat(cluster.all("get", key)).as("not eternal").containsOnly("null"));
            }
        }
    }
}
