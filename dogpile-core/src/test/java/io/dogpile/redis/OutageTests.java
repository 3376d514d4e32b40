package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dogpile.backend.BackendException;
import io.dogpile.region.CacheRegion;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Storm;
import io.dogpile.testing.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P7: Redis goes away and comes back; the application goes on. */
@Timeout(120)
class OutageTests {

    private final TestRedis server = TestRedis.start();
    private final Instances instances = new Instances(server);
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
        server.stop();
    }

    private boolean isStored(String key) {
        try (RawRedis raw = new RawRedis(server)) {
            return raw.has(instances.key(key));
        }
    }

    /** Uses new keys until one is stored: the region works with Redis again. */
    private void awaitRecovery(CacheRegion region) {
        AtomicInteger tries = new AtomicInteger();
        await().until(() -> {
            String key = "recovery-" + tries.incrementAndGet();
            assertThat(region.<String>getOrCreate(key, () -> "value")).isEqualTo("value");
            return isStored(key);
        });
    }

    @Test
    void everyCallerInAStormGetsItsValue() {
        CacheRegion region = instances.region();
        AtomicInteger done = new AtomicInteger();
        try (Storm storm = new Storm(8)) {
            Storm.Results<Integer> results = storm.<Integer>runEach(number -> () -> {
                int right = 0;
                for (int i = 0; i < 60; i++) {
                    String key = "key-" + (i + number) % 20;
                    if (done.incrementAndGet() == 160) {
                        server.stop();
                    }
                    right += region.<String>getOrCreate(key, () -> "of " + key).equals("of " + key) ? 1 : 0;
                    right += region.getOrCreateMulti(
                                            List.of(key, "multi-" + i),
                                            missing ->
                                                    missing.stream().collect(Collectors.toMap(k -> k, k -> "of " + k)))
                                    .equals(Map.of(key, "of " + key, "multi-" + i, "of multi-" + i))
                            ? 1
                            : 0;
                }
                return right;
            });

            assertThat(results.failures()).isEmpty();
            assertThat(results.values()).hasSize(8).containsOnly(120);
            assertThat(instances.events.errors).isNotEmpty().hasOnlyElementsOfType(BackendException.class);
        }
        server.restart();
        awaitRecovery(region);
    }

    @Test
    void anOpenCircuitLeavesRedisAlone() {
        AtomicInteger sent = new AtomicInteger();
        CacheRegion region = instances.regionOn(commands -> new CountingCommands(commands, sent));
        region.getOrCreate("before", () -> "value");
        assertThat(sent).hasPositiveValue();
        server.stop();
        await().until(() -> {
            int already = sent.get();
            region.getOrCreate("opening", () -> "value");
            return sent.get() == already;
        });
        int already = sent.get();

        for (int i = 0; i < 50; i++) {
            assertThat(region.<String>getOrCreate("key", () -> "value")).isEqualTo("value");
            assertThat(region.getOrCreateMulti(List.of("a", "b"), keys -> Map.of("a", 1, "b", 2)))
                    .hasSize(2);
            assertThatThrownBy(() -> region.set("key", "value")).isInstanceOf(BackendException.class);
            assertThatThrownBy(() -> region.delete("key")).isInstanceOf(BackendException.class);
            assertThatThrownBy(() -> region.setMulti(Map.of("a", 1, "b", 2))).isInstanceOf(BackendException.class);
            assertThatThrownBy(() -> region.deleteMulti(List.of("a", "b"))).isInstanceOf(BackendException.class);
        }

        assertThat(sent).hasValue(already);
    }

    @Test
    void aServerThatHangsIsGivenUpAfterTheCallsLimit() {
        CacheRegion region = instances.region(config -> config.argument("socket-timeout", "200ms"));
        try (RawRedis raw = new RawRedis(server)) {
            raw.commands.clientPause(3_000);
        }

        assertThat(region.<String>getOrCreate("key", () -> "value")).isEqualTo("value");
        assertThat(instances.events.errors.get(0)).hasMessageContaining("did not answer GET within 200 ms");
        assertThat(instances.events.errors.get(1)).hasMessageContaining("is left alone");
        awaitRecovery(region);
    }

    @Test
    void anOutageIsLoggedOnceAtItsBeginAndOnceAtItsEnd() {
        CacheRegion region = instances.region();
        region.getOrCreate("before", () -> "value");
        server.stop();
        for (int i = 0; i < 50; i++) {
            region.getOrCreate("during-" + i, () -> "value");
        }
        assertThat(logged.levels).containsExactly(Level.WARNING);

        server.restart();
        awaitRecovery(region);
        assertThat(logged.levels).containsExactly(Level.WARNING, Level.INFO);
    }

    @Test
    void aRegionCanStartBeforeItsServer() {
        server.stop();
        CacheRegion region = instances.region(config -> config.argument("socket-connect-timeout", "500ms"));

        assertThat(region.<String>getOrCreate("key", () -> "value")).isEqualTo("value");
        server.restart();
        awaitRecovery(region);
        CacheRegion other = instances.region();
        other.set("known", "value");
        assertThat(region.<String>get("known")).isEqualTo("value");
        other.invalidate();
        await().until(() -> region.get("known") == null);
    }

    @Test
    void aServerThatForgetsEverythingDuringACreationGetsNoEntryOfIt() {
        CacheRegion region = instances.region();
        Gate gate = new Gate();
        Task<String> creation = Task.start(() -> region.getOrCreate("key", gate.then("value")));
        gate.awaitReached();
        try (RawRedis raw = new RawRedis(server)) {
            raw.commands.flushall();
        }
        gate.open();

        assertThat(creation.value()).isEqualTo("value");
        assertThat(isStored("key")).isFalse();
        assertThat(instances.events.lostLocks).hasSize(1);
        assertThat(region.<String>getOrCreate("key", () -> "next")).isEqualTo("next");
        assertThat(isStored("key")).isTrue();
    }

    @Test
    void aServerThatStopsDuringACreationDoesNotCostTheValue() {
        CacheRegion region = instances.region();
        Gate gate = new Gate();
        Task<String> creation = Task.start(() -> region.getOrCreate("key", gate.then("value")));
        gate.awaitReached();
        server.stop();
        gate.open();

        assertThat(creation.value()).isEqualTo("value");
        assertThat(instances.events.errors).isNotEmpty();
    }
}
