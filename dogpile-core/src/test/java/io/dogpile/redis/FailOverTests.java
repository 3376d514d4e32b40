package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.backend.BackendException;
import io.dogpile.region.CacheRegion;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Storm;
import io.dogpile.testing.Task;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P7 with Sentinel: the master goes away, the replica takes its place, the application goes on. */
@Timeout(120)
class FailOverTests {

    private static final int THREADS = 8;

    private final TestSentinel servers = new TestSentinel();
    private final Instances instances = new Instances(servers);
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
        servers.close();
    }

    private boolean isOnTheFormerReplica(String key) {
        try (RawRedis raw = new RawRedis(servers.replicaPort())) {
            return raw.has(instances.key(key));
        }
    }

    /** Both regions store in the new master and find there what the other has stored. */
    private void awaitRecovery(CacheRegion one, CacheRegion two) {
        AtomicInteger tries = new AtomicInteger();
        await().until(() -> {
            String key = "recovery-" + tries.incrementAndGet();
            assertThat(one.<String>getOrCreate(key, () -> "value")).isEqualTo("value");
            return isOnTheFormerReplica(key) && "value".equals(two.<String>get(key));
        });
    }

    @Test
    void aStormGoesOnWhileTheMasterIsKilledAndReplaced() {
        List<CacheRegion> regions = List.of(instances.region(), instances.region());
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger calls = new AtomicInteger();
        Task<Void> operator = Task.start(() -> {
            await().until(() -> calls.get() > 100);
            servers.killMaster();
            servers.awaitFailOver();
            awaitRecovery(regions.get(0), regions.get(1));
            over.set(true);
            return null;
        });

        try (Storm storm = new Storm(THREADS)) {
            Storm.Results<Integer> results = storm.<Integer>runEach(number -> () -> {
                int wrong = 0;
                for (int i = 0; !over.get() && !operator.isDone(); i++) {
                    String key = "key-" + (i + number) % 50 + "-" + i / 200;
                    String value = regions.get(number % 2).getOrCreate(key, () -> "of " + key);
                    wrong += value.equals("of " + key) ? 0 : 1;
                    calls.incrementAndGet();
                }
                return wrong;
            });

            assertThat(results.failures()).isEmpty();
            assertThat(results.values()).hasSize(THREADS).containsOnly(0);
        }
        operator.value();
        assertThat(instances.events.errors).isNotEmpty().hasOnlyElementsOfType(BackendException.class);
    }

    @Test
    void noKeyIsStuckThatWasBeingCreatedWhenTheMasterDied() {
        CacheRegion one = instances.region(config -> config.argument("lock-timeout", "2s"));
        CacheRegion two = instances.region(config -> config.argument("lock-timeout", "2s"));
        Gate gate = new Gate();
        Task<String> creation = Task.start(() -> one.getOrCreate("key", gate.then("of the one")));
        gate.awaitReached();
        Task<String> waiter = Task.<String>start(() -> two.getOrCreate("key", () -> "of the other"))
                .awaitWaiting();
        servers.killMaster();
        servers.awaitFailOver();
        gate.open();

        assertThat(creation.value()).isEqualTo("of the one");
        assertThat(waiter.value()).isIn("of the one", "of the other");
        awaitRecovery(one, two);
        await().until(() -> {
            two.getOrCreate("key", () -> "again");
            return isOnTheFormerReplica("key");
        });
    }

    /** Nothing tells a client that a machine is gone: it has to give its connection up by itself. */
    @Test
    void aMasterThatFallsSilentIsLeftForTheNewOne() {
        CacheRegion one = instances.region(config -> config.argument("socket-timeout", "300ms"));
        CacheRegion two = instances.region(config -> config.argument("socket-timeout", "300ms"));
        one.set("key", "value");
        servers.silenceMaster(90);

        servers.awaitFailOver();
        awaitRecovery(one, two);
        two.set("known", "value");
        assertThat(one.<String>get("known")).isEqualTo("value");
        two.invalidate();
        await().until(() -> one.get("known") == null);
    }
}
