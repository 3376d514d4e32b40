package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dogpile.region.CacheRegion;
import io.dogpile.settings.InvalidSettingException;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Storm;
import io.dogpile.testing.Task;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is different when keys are spread over the nodes of a cluster. */
@Timeout(120)
class RedisClusterTests {

    private static final int NODES = 3;

    private final TestCluster cluster = TestCluster.shared();
    private final Instances instances = new Instances(cluster);

    @BeforeEach
    void patience() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        Awaitility.reset();
        instances.close();
    }

    private String stored(String key) {
        return cluster.on(cluster.nodeOf(key), redis -> redis.get(key));
    }

    /** How often each node has carried out a command meanwhile. */
    private List<Long> calls(String command, Runnable meanwhile) {
        List<Long> before = IntStream.range(0, NODES)
                .mapToObj(node -> cluster.calls(node, command))
                .toList();
        meanwhile.run();
        return IntStream.range(0, NODES)
                .mapToObj(node -> cluster.calls(node, command) - before.get(node))
                .toList();
    }

    @Test
    void valueLockAndMarkerShareASlot() {
        CacheRegion region = instances.region();
        String value = "{" + instances.key("key") + "}";
        Gate gate = new Gate();
        Task<String> creation = Task.start(() -> region.getOrCreate("key", gate.then("created")));
        gate.awaitReached();
        String token = stored("_lock" + value);
        region.set("key", "set");

        assertThat(stored("_lock" + value)).isEqualTo(token).hasSize(32);
        assertThat(stored("_void" + value)).isEqualTo(token);
        gate.open();
        assertThat(creation.value()).isEqualTo("created");
        assertThat(stored(value)).endsWith("|\"set\"");
        assertThat(stored("_lock" + value)).isNull();
        assertThat(stored("_void" + value)).isNull();
    }

    /** Only between the first brace and the next closing one does Redis look for what decides the slot. */
    @ParameterizedTest
    @ValueSource(strings = {"", "}", "}}", "{", "{}", "}a{b}", "{a}b", "a}b", "a{}b", "é€"})
    void anyTextIsAKey(String key) {
        CacheRegion region = instances.region(config -> config.argument("key-prefix", ""));
        CacheRegion other = instances.region(config -> config.argument("key-prefix", ""));
        region.delete(key);
        List<String> events =
                instances.events.errors.stream().map(Throwable::toString).toList();

        assertThat(region.<String>getOrCreate(key, () -> "of " + key)).isEqualTo("of " + key);
        assertThat(other.<String>get(key)).isEqualTo("of " + key);
        assertThat(other.getMulti(List.of(key))).hasSize(1);
        assertThat(other.delete(key)).isTrue();
        assertThat(region.<String>get(key)).isNull();
        assertThat(events).isEmpty();
        assertThat(instances.events.errors).isEmpty();
    }

    @Test
    void aBatchIsOneMgetPerSlot() {
        CacheRegion region = instances.region();
        List<String> keys = IntStream.range(0, 40).mapToObj(n -> "key-" + n).toList();
        region.setMulti(keys.stream().collect(Collectors.toMap(Function.identity(), key -> "of " + key)));
        List<Long> slots = IntStream.range(0, NODES)
                .mapToObj(node -> keys.stream()
                        .map(key -> "{" + instances.key(key) + "}")
                        .filter(key -> cluster.nodeOf(key) == node)
                        .map(SlotHash::getSlot)
                        .distinct()
                        .count())
                .toList();

        List<Long> mgets = calls("mget", () -> assertThat(region.getMulti(keys)).hasSize(40));

        assertThat(mgets).isEqualTo(slots).allMatch(calls -> calls > 0);
    }

    @Test
    void oneCreationInTheWholeCluster() {
        List<CacheRegion> regions = List.of(instances.region(), instances.region());
        AtomicInteger creations = new AtomicInteger();
        try (Storm storm = new Storm(8)) {
            for (int round = 0; round < 20; round++) {
                String key = "key-" + round;
                Storm.Results<String> results = storm.runEach(number ->
                        () -> regions.get(number % 2).getOrCreate(key, () -> "value " + creations.incrementAndGet()));
                assertThat(results.failures()).isEmpty();
                assertThat(results.values()).hasSize(8).containsOnly("value " + (round + 1));
            }
        }
        assertThat(creations).hasValue(20);
    }

    @Test
    void waitersHearOfAReleaseWhateverNodeKeepsTheLock() {
        AtomicReference<HearingCommands> ears = new AtomicReference<>();
        CacheRegion here = instances.region();
        CacheRegion there = instances.regionOn(commands -> {
            ears.set(new HearingCommands(commands));
            return ears.get();
        });
        for (int node = 0; node < NODES; node++) {
            String key = keyOn(node);
            Gate gate = new Gate();
            Task<String> creation = Task.start(() -> here.getOrCreate(key, gate.then("value")));
            gate.awaitReached();
            Task<String> waiter = Task.<String>start(() -> there.getOrCreate(key, () -> "unwanted"))
                    .awaitWaiting();
            gate.open();

            assertThat(creation.value()).isEqualTo("value");
            assertThat(waiter.value()).isEqualTo("value");
            await().until(() -> ears.get().messages.contains("_lock{" + instances.key(key) + "}"));
        }
    }

    private String keyOn(int node) {
        return IntStream.iterate(0, n -> n + 1)
                .mapToObj(n -> "key-" + n)
                .filter(key -> cluster.nodeOf("{" + instances.key(key) + "}") == node)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInvalidationIsAnnouncedToAllRegions(boolean hard) {
        CacheRegion here = instances.region();
        CacheRegion there = instances.regionOn(HearingCommands::new);
        List<String> keys = IntStream.range(0, NODES).mapToObj(this::keyOn).toList();
        keys.forEach(key -> here.set(key, "value"));
        assertThat(there.getMulti(keys)).hasSize(NODES);

        here.invalidate(hard);

        assertThat(here.getMulti(keys)).isEmpty();
        await().until(() -> there.getMulti(keys).isEmpty());
        assertThat(instances.region().getMulti(keys)).isEmpty();
    }

    /** Nodes may differ in time; entries and invalidations of a region must not. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void theClockIsThatOfTheNodeThatKeepsTheInvalidation(int keeper) {
        String prefix = IntStream.iterate(0, n -> n + 1)
                .mapToObj(n -> instances.prefix + n)
                .filter(each -> cluster.nodeOf("dogpile:invalidated:" + each) == keeper)
                .findFirst()
                .orElseThrow();

        List<Long> asked = calls("time", () -> instances.region(config -> config.argument("key-prefix", prefix)));

        for (int node = 0; node < NODES; node++) {
            assertThat(asked.get(node) > 0).as("node %s", node).isEqualTo(node == keeper);
        }
    }

    @Test
    void oneStartupNodeThatAnswersIsEnough() {
        String nodes = "127.0.0.1:1, " + cluster.nodes().get(2);
        CacheRegion region = instances.region(config -> config.argument("startup_nodes", nodes));

        for (int node = 0; node < NODES; node++) {
            region.set(keyOn(node), "value");
            assertThat(region.<String>get(keyOn(node))).isEqualTo("value");
        }
    }

    @Test
    void aLockPrefixThatWouldDecideTheSlotIsRefused() {
        assertThatThrownBy(() -> instances.region(config -> config.argument("lock_prefix", "{locks}")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("lock_prefix")
                .hasMessageContaining("slots");
    }
}
