package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.backend.BackendException;
import io.dogpile.region.CacheRegion;
import io.dogpile.testing.Storm;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P7 in a cluster: one of its nodes goes away and comes back. */
@Timeout(120)
class ClusterOutageTests {

    private final TestCluster cluster = TestCluster.start();
    private final Instances instances = new Instances(cluster);
    private final Logged logged = new Logged();

    @BeforeEach
    void patience() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        Awaitility.reset();
        logged.close();
        instances.close();
        cluster.stop();
    }

    @Test
    void everyCallerGetsItsValueWhileANodeIsGone() {
        CacheRegion region = instances.region();
        AtomicInteger done = new AtomicInteger();
        try (Storm storm = new Storm(8)) {
            Storm.Results<Integer> results = storm.<Integer>runEach(number -> () -> {
                int right = 0;
                for (int i = 0; i < 60; i++) {
                    String key = "key-" + (i + number) % 40;
                    if (done.incrementAndGet() == 160) {
                        cluster.kill(1);
                    }
                    right += region.<String>getOrCreate(key, () -> "of " + key).equals("of " + key) ? 1 : 0;
                }
                return right;
            });

            assertThat(results.failures()).isEmpty();
            assertThat(results.values()).hasSize(8).containsOnly(60);
            assertThat(instances.events.errors).isNotEmpty().hasOnlyElementsOfType(BackendException.class);
        }
        cluster.restart(1);
        AtomicInteger tries = new AtomicInteger();
        await().until(() -> {
            String key = "recovery-" + tries.incrementAndGet();
            String stored = "{" + instances.key(key) + "}";
            assertThat(region.<String>getOrCreate(key, () -> "value")).isEqualTo("value");
            return cluster.nodeOf(stored) == 1 && cluster.on(1, redis -> redis.exists(stored)) == 1;
        });
    }
}
