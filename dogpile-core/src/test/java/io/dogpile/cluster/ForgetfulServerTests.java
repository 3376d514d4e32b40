package io.dogpile.cluster;

import static io.dogpile.cluster.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.redis.TestRedis;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P7 with a server that is killed, started again, or flushed, while several processes use it. */
@Timeout(300)
class ForgetfulServerTests {

    private final TestRedis server = TestRedis.start();
    private final Cluster cluster = new Cluster(server);

    @AfterEach
    void close() {
        cluster.close();
        server.stop();
    }

    @Test
    void everyCallerGetsItsValueWhileTheServerIsKilledAndStartedAgain() {
        for (int i = 0; i < 3; i++) {
            cluster.join("expiration-time=PT0.05S", "serve-stale=PT0S");
        }
        cluster.all("load", "a,b,c,d,e,f,g,h", "6", "PT0.005S");
        for (int outage = 1; outage <= 2; outage++) {
            awaitProgress();
            server.stop();
            awaitProgress();
            server.restart();
            cluster.workers.forEach(this::awaitStoring);
        }
        awaitProgress();

        assertThat(cluster.all("stop-load")).containsOnly("");
        assertThat(cluster.all("told")).allSatisfy(told -> assertThat(told).contains("backendError"));
        await().untilAsserted(cluster::assertNoLeftovers);
        // what was created expires after 50 ms; one creation at a time is 20 ms more
        assertThat(cluster.all("storm", "new", "20", "PT0.02S"))
                .allSatisfy(values -> assertThat(values).startsWith("new#"));
        cluster.assertApart("new", Duration.ofMillis(70));
    }

    private void awaitProgress() {
        long[] before = leastReads();
        await().until(() -> {
            long[] now = leastReads();
            return now[0] > before[0] + 10 && now[1] > before[1] + 10 && now[2] > before[2] + 10;
        });
    }

    private long[] leastReads() {
        return cluster.all("least-reads").stream().mapToLong(Long::parseLong).toArray();
    }

    /** A process that stores uses Redis again. */
    private void awaitStoring(WorkerProcess worker) {
        AtomicInteger tries = new AtomicInteger();
        await().until(() -> {
            String key = "after-" + worker.hashCode() + "-" + tries.incrementAndGet();
            worker.ask("create", key, "none");
            return cluster.stored(key) != null;
        });
    }

    @Test
    void aFlushDuringACreationTakesItsLock() {
        cluster.join();
        cluster.join();
        WorkerProcess creator = cluster.worker(0);
        WorkerProcess other = cluster.worker(1);
        CompletableFuture<String> late = creator.send("create", "key", "gate");
        cluster.awaitCreations("key", 1);

        cluster.raw.flushAll();
        assertThat(other.ask("create", "key", "none")).isEqualTo("key#2");
        creator.ask("open-gate", "gate");

        assertThat(WorkerProcess.answer(late)).isEqualTo("key#1");
        assertThat(creator.ask("told")).contains("lostLock=1", "superseded=1");
        cluster.assertSettled("key", "key#2");
    }
}
