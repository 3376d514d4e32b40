package io.dogpile.redis;

import static io.dogpile.redis.Wire.Direction.TO_CLIENT;
import static io.dogpile.redis.Wire.Direction.TO_SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.region.CacheRegion;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Storm;
import io.dogpile.testing.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The server runs, but what is sent to it, or what it answers, does not arrive. */
@Timeout(120)
class PartitionTests {

    private final TestRedis server = TestRedis.shared();
    private final Wire wire = new Wire(server.port());
    private final Instances near = new Instances(server);
    private final Instances far = new Instances(
            "dogpile.cache.redis",
            LettuceConnector::standalone,
            Map.of("host", "127.0.0.1", "port", wire.port()),
            near.prefix);
    private final RawRedis raw = new RawRedis(server);
    private final Logged logged = new Logged();

    @BeforeEach
    void patience() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        Awaitility.reset();
        logged.close();
        wire.resume();
        far.close();
        near.close();
        wire.close();
        raw.close();
    }

    static List<Set<Wire.Direction>> partitions() {
        return List.of(EnumSet.of(TO_SERVER), EnumSet.of(TO_CLIENT), EnumSet.allOf(Wire.Direction.class));
    }

    /** The region behind the wire stores, and finds what is stored by others. */
    private void awaitRecovery(CacheRegion region) {
        AtomicInteger tries = new AtomicInteger();
        await().until(() -> {
            String key = "recovery-" + tries.incrementAndGet();
            assertThat(region.<String>getOrCreate(key, () -> "of " + key)).isEqualTo("of " + key);
            return raw.has(near.key(key));
        });
    }

    private static Duration time(Runnable call) {
        long started = System.nanoTime();
        call.run();
        return Duration.ofNanos(System.nanoTime() - started);
    }

    @ParameterizedTest
    @MethodSource("partitions")
    void callersGetWhatTheyCreateInTime(Set<Wire.Direction> partition) {
        CacheRegion region = far.region();
        region.getOrCreate("before", () -> "of before");
        wire.hold(partition);

        assertThat(time(() -> assertThat(region.<String>getOrCreate("first", () -> "of first"))
                        .isEqualTo("of first")))
                .isLessThan(Duration.ofSeconds(2));
        List<Duration> later = new ArrayList<>();
        for (int i = 0; i < 41; i++) {
            String key = "later-" + i;
            later.add(time(() -> assertThat(region.<String>getOrCreate(key, () -> "of " + key))
                    .isEqualTo("of " + key)));
        }
        later.sort(null);
        assertThat(later.get(20)).as("the median").isLessThan(Duration.ofMillis(50));
        try (Storm storm = new Storm(8)) {
            Storm.Results<Integer> results = storm.<Integer>runEach(number -> () -> {
                int right = 0;
                for (int i = 0; i < 50; i++) {
                    String key = "storm-" + (number + i) % 20;
                    right += region.<String>getOrCreate(key, () -> "of " + key).equals("of " + key) ? 1 : 0;
                }
                return right;
            });
            assertThat(results.failures()).isEmpty();
            assertThat(results.values()).hasSize(8).containsOnly(50);
        }

        wire.resume();
        awaitRecovery(region);
        await().until(() -> raw.commands.keys(near.lock("*")).isEmpty());
        for (String stored : raw.commands.keys(near.key("*"))) {
            String key = stored.substring(near.prefix.length());
            assertThat(raw.text(stored)).endsWith("|\"of " + key + "\"");
        }
    }

    /** A server that does not know the script yet would have to ask for it; then the lock ends with its lease. */
    @Test
    void aLockWhoseAnswerIsLostIsGivenBack() {
        near.region().getOrCreate("before", () -> "makes the scripts known");
        CacheRegion region =
                far.regionOn(commands -> new BeforeLocking(commands, () -> wire.hold(EnumSet.of(TO_CLIENT)), () -> {}));

        assertThat(region.<String>getOrCreate("key", () -> "value")).isEqualTo("value");

        await().atMost(Duration.ofSeconds(5)).until(() -> !raw.has(near.lock("key"))); // the lease is 10 s
        assertThat(raw.has(near.key("key"))).isFalse();
    }

    @Test
    void aLockThatCanNotBeGivenBackEndsWithItsLease() {
        Duration lease = Duration.ofSeconds(2);
        CacheRegion region = far.region();
        CacheRegion cutOff = far.regionOn(
                commands -> new BeforeLocking(
                        commands, () -> wire.hold(EnumSet.of(TO_CLIENT)), () -> wire.hold(EnumSet.of(TO_SERVER))),
                Map.of("lock-timeout", lease));

        assertThat(cutOff.<String>getOrCreate("key", () -> "not stored")).isEqualTo("not stored");

        assertThat(raw.commands.pttl(near.lock("key"))).isBetween(1L, lease.toMillis());
        await().until(() -> !raw.has(near.lock("key")));
        assertThat(near.region().<String>getOrCreate("key", () -> "stored")).isEqualTo("stored");
        wire.resume();
        awaitRecovery(region);
        assertThat(region.<String>get("key")).isEqualTo("stored");
        assertThat(raw.text(near.key("key"))).endsWith("|\"stored\"");
    }

    @Test
    void whatArrivesLateDoesNotOverwrite() {
        CacheRegion cutOff = far.region(config -> config.argument("lock-timeout", "1s"));
        CacheRegion other = near.region();
        Gate gate = new Gate();
        Task<String> creation = Task.start(() -> cutOff.getOrCreate("key", gate.then("old")));
        gate.awaitReached();
        wire.hold(EnumSet.of(TO_SERVER));
        await().until(() -> !raw.has(near.lock("key")));
        assertThat(other.<String>getOrCreate("key", () -> "new")).isEqualTo("new");
        gate.open();
        assertThat(creation.value()).isEqualTo("old");

        wire.resume();
        awaitRecovery(cutOff);
        assertThat(raw.text(near.key("key"))).endsWith("|\"new\"");
        assertThat(cutOff.<String>get("key")).isEqualTo("new");
        assertThat(raw.has(near.lock("key"))).isFalse();
    }

    /** Does something just before a lock is taken for the first time, and just before the next script is sent. */
    private static final class BeforeLocking extends ForwardingCommands {

        private final Runnable beforeTaking;
        private final Runnable beforeGivingBack;
        private volatile boolean taken;

        BeforeLocking(RedisCommands target, Runnable beforeTaking, Runnable beforeGivingBack) {
            super(target);
            this.beforeTaking = beforeTaking;
            this.beforeGivingBack = beforeGivingBack;
        }

        @Override
        public CompletionStage<Boolean> setIfAbsent(byte[] key, byte[] value, long ttlMillis) {
            beforeTaking.run();
            taken = true;
            return super.setIfAbsent(key, value, ttlMillis);
        }

        @Override
        public CompletionStage<Long> eval(RedisScript script, List<byte[]> keys, List<byte[]> arguments) {
            if (taken) {
                beforeGivingBack.run();
            }
            return super.eval(script, keys, arguments);
        }
    }
}
