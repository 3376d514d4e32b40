package io.dogpile.cluster;

import static io.dogpile.cluster.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P6 with SIGKILL. */
@Timeout(300)
class KilledProcessTests {

    private static final Duration LEASE = Duration.ofSeconds(2);
    /** Waiters poll at least every 100 ms; the rest is for a busy machine, and still below the default lease. */
    private static final Duration SLACK = Duration.ofSeconds(7);

    @Test
    void aKilledCreatorsKeyIsTakenOverWithinItsLease() {
        try (Cluster cluster = Cluster.of(2, "lock-timeout=" + LEASE.toSeconds())) {
            WorkerProcess creator = cluster.worker(0);
            WorkerProcess waiter = cluster.worker(1);
            creator.send("create", "key", "never");
            cluster.awaitCreations("key", 1);
            CompletableFuture<String> takeover = waiter.send("create", "key", "none");
            await().until(() -> waiter.ask("waiting").equals("1"));
            String token = cluster.lock("key");

            long killed = System.nanoTime();
            cluster.kill(creator);

            assertThat(WorkerProcess.answer(takeover)).isEqualTo("key#2");
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(LEASE.plus(SLACK));
            assertThat(token).matches("[0-9a-f]{32}");
            cluster.assertSettled("key", "key#2");
        }
    }

    @Test
    void aKilledBatchFreesAllItsKeys() {
        try (Cluster cluster = Cluster.of(2, "lock-timeout=" + LEASE.toSeconds())) {
            WorkerProcess creator = cluster.worker(0);
            WorkerProcess waiter = cluster.worker(1);
            creator.send("create-multi", "a,b,c", "never");
            cluster.awaitCreations("c", 1);
            CompletableFuture<String> takeover = waiter.send("create-multi", "c,b,d", "none");
            cluster.awaitCreations("d", 1); // what it can create it does not hold back
            await().until(() -> cluster.stored("d") != null);

            cluster.kill(creator);

            assertThat(WorkerProcess.answer(takeover)).isEqualTo("{c=c#2, b=b#2, d=d#1}");
            await().until(() -> cluster.lock("a") == null);
            cluster.assertSettled("c", "c#2");
        }
    }

    @Test
    void aStaleValueIsServedUntilTheKilledCreatorsLeaseEnds() {
        try (Cluster cluster = Cluster.of(
                2, "lock-timeout=" + LEASE.toSeconds(), "clock=manual", "server-clock=false", "expiration-time=PT1S")) {
            WorkerProcess creator = cluster.worker(0);
            WorkerProcess reader = cluster.worker(1);
            creator.ask("create", "key", "none");
            cluster.all("advance", "PT1S");
            creator.send("create", "key", "never");
            cluster.awaitCreations("key", 2);

            assertThat(reader.ask("create", "key", "none")).isEqualTo("key#1");
            cluster.kill(creator);

            await().until(() -> reader.ask("create", "key", "none").equals("key#3"));
            cluster.assertSettled("key", "key#3");
        }
    }
}
