package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dogpile.backend.BackendException;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.region.CacheRegion;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Task;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** P5 and P6 across processes: who lost the lock, or was voided, writes nothing. */
@Timeout(120)
class FencingTests {

    private final TestRedis server = TestRedis.shared();
    private final Instances instances = new Instances(server);
    private final RawRedis raw = new RawRedis(server);

    @AfterEach
    void close() {
        instances.close();
        raw.close();
    }

    private static Held take(CacheBackend backend) throws InterruptedException {
        return backend.mutex("key").tryAcquire(Duration.ZERO).orElseThrow();
    }

    private static CachedValue<?> entry(String value) {
        return CachedValue.of(value, 1_795_389_802_990_990L);
    }

    @Test
    void aHolderWhoseLockWasTakenOverChangesNothing() throws Exception {
        CacheBackend paused = instances.backend(Map.of());
        CacheBackend next = instances.backend(Map.of());
        Held old = take(paused);
        raw.commands.del(instances.lock("key")); // as its expiry does
        Held taken = take(next);
        String token = raw.text(instances.lock("key"));

        assertThat(paused.set("key", entry("late"), old)).isFalse();
        assertThat(raw.has(instances.key("key"))).isFalse();
        assertThat(old.release()).isFalse();
        assertThat(raw.text(instances.lock("key"))).isEqualTo(token);
        assertThat(next.set("key", entry("newer"), taken)).isTrue();
        assertThat(raw.text(instances.key("key"))).endsWith("|\"newer\"");
        assertThat(taken.release()).isTrue();
        assertThat(raw.has(instances.lock("key"))).isFalse();
    }

    @Test
    void theLockIsGivenBackTogetherWithTheStore() throws Exception {
        CacheBackend backend = instances.backend(Map.of());
        Held held = take(backend);

        assertThat(backend.set("key", entry("new"), held)).isTrue();

        assertThat(raw.has(instances.lock("key"))).isFalse();
        Held next = take(backend);
        assertThat(held.release()).as("it was still ours then").isTrue();
        assertThat(raw.has(instances.lock("key"))).as("another's by now").isTrue();
        assertThat(held.release()).as("good for one release").isFalse();
        assertThat(next.release()).isTrue();
    }

    @Test
    void whoWaitsForTheLockHearsOfTheStore() throws Exception {
        List<HearingCommands> hearing = new ArrayList<>();
        CacheBackend backend = instances.backendOn(
                commands -> {
                    hearing.add(new HearingCommands(commands));
                    return hearing.get(0);
                },
                Map.of());
        String channel = "dogpile:released:" + instances.prefix;
        await().until(() -> raw.commands.pubsubNumsub(channel).get(channel) == 1);

        assertThat(backend.set("key", entry("new"), take(backend))).isTrue();

        await().untilAsserted(() -> assertThat(hearing.get(0).messages).containsExactly(instances.lock("key")));
    }

    @Test
    void aCreationTakesFourCommands() {
        AtomicInteger sent = new AtomicInteger();
        CacheRegion region = instances.regionOn(commands -> new CountingCommands(commands, sent));
        sent.set(0);

        region.getOrCreate("key", () -> "new");

        assertThat(sent).as("look, take, look again, store and give back").hasValue(4);
    }

    @Test
    void aHolderWhoseLockExpiredChangesNothing() throws Exception {
        CacheBackend paused = instances.backend(Map.of());
        Held held = take(paused);
        raw.commands.del(instances.lock("key"));
        raw.set(instances.key("key"), "newer");

        paused.setMulti(Map.of("key", entry("late")), Map.of("key", held));

        assertThat(raw.text(instances.key("key"))).isEqualTo("newer");
        assertThat(held.release()).isFalse();
    }

    static Stream<Named<Consumer<CacheRegion>>> changes() {
        return Stream.of(
                Named.of("delete", region -> region.delete("key")),
                Named.of("deleteMulti", region -> region.deleteMulti(List.of("x", "key"))),
                Named.of("set", region -> region.set("key", "newer")),
                Named.of("setMulti", region -> region.setMulti(Map.of("x", "x", "key", "newer"))));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangeElsewhereVoidsTheCreationButNotItsLock(Consumer<CacheRegion> change) {
        CacheRegion region = instances.region();
        CacheRegion elsewhere = instances.region();
        Gate gate = new Gate();
        Task<String> creation = Task.start(() -> region.getOrCreate("key", gate.then("old")));
        gate.awaitReached();
        String token = raw.text(instances.lock("key"));

        change.accept(elsewhere);
        String changed = raw.text(instances.key("key"));
        assertThat(raw.text(instances.lock("key"))).isNotNull().isEqualTo(token);
        assertThat(raw.text(instances.marker("key"))).isEqualTo(token);
        assertThat(raw.commands.pttl(instances.marker("key"))).isPositive();
        gate.open();

        assertThat(creation.value()).isEqualTo("old");
        assertThat(raw.text(instances.key("key"))).isEqualTo(changed);
        assertThat(instances.events.superseded).hasSize(1);
        assertThat(instances.events.lostLocks).isEmpty();
        assertThat(raw.has(instances.marker("key"))).isFalse();
        assertThat(raw.has(instances.lock("key"))).isFalse();

        elsewhere.delete("key");
        assertThat(region.<String>getOrCreate("key", () -> "next")).isEqualTo("next");
        assertThat(raw.text(instances.key("key"))).endsWith("|\"next\"");
    }

    @Test
    void withoutACreationThereIsNoMarker() {
        CacheRegion region = instances.region();

        region.set("key", "value");
        region.delete("key");

        assertThat(raw.has(instances.marker("key"))).isFalse();
    }

    @Test
    void renewalKeepsALockBeyondItsLease() {
        CacheRegion region = instances.region(config -> config.argument("lock-timeout", "900ms"));
        Gate gate = new Gate();
        Task<String> creation = Task.start(() -> region.getOrCreate("key", gate.then("value")));
        gate.awaitReached();
        String token = raw.text(instances.lock("key"));
        AtomicLong last = new AtomicLong(Long.MAX_VALUE);
        AtomicInteger renewals = new AtomicInteger();

        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> {
                            long now = raw.commands.pttl(instances.lock("key"));
                            return now > last.getAndSet(now) ? renewals.incrementAndGet() : renewals.get();
                        },
                        count -> count >= 4);

        assertThat(raw.text(instances.lock("key"))).isEqualTo(token);
        gate.open();
        creation.value();
        assertThat(instances.events.lostLocks).isEmpty();
        assertThat(raw.has(instances.key("key"))).isTrue();
    }

    @Test
    void aLostLockIsReportedToTheRegion() {
        CacheRegion region = instances.region();
        Gate gate = new Gate();
        Task<String> creation = Task.start(() -> region.getOrCreate("key", gate.then("value")));
        gate.awaitReached();
        raw.commands.del(instances.lock("key"));
        gate.open();

        assertThat(creation.value()).isEqualTo("value");
        assertThat(instances.events.lostLocks).hasSize(1);
        assertThat(instances.events.superseded).hasSize(1);
        assertThat(raw.has(instances.key("key"))).isFalse();
    }

    @Test
    void aBatchReportsTheKeysWhoseLocksWereLost() {
        CacheRegion region = instances.region();

        Map<String, String> created = region.getOrCreateMulti(List.of("kept", "lost"), keys -> {
            raw.commands.del(instances.lock("lost")); // as its expiry does
            return Map.of("kept", "a", "lost", "b");
        });

        assertThat(created).isEqualTo(Map.of("kept", "a", "lost", "b"));
        assertThat(instances.events.superseded).hasSize(1);
        assertThat(instances.events.superseded.get(0).toString()).endsWith("lost");
        assertThat(region.<String>get("kept")).isEqualTo("a");
        assertThat(region.<String>get("lost")).isNull();
    }

    @Test
    void aBatchThatFailsHalfwayKeepsNoLock() {
        CacheBackend backend = instances.backendOn(
                commands -> new ForwardingCommands(commands) {
                    @Override
                    public CompletionStage<Boolean> setIfAbsent(byte[] key, byte[] value, long ttl) {
                        return new String(key, StandardCharsets.UTF_8).endsWith("b")
                                ? CompletableFuture.failedFuture(new RedisReplyException("ERR refused", null))
                                : super.setIfAbsent(key, value, ttl);
                    }
                },
                Map.of());

        assertThatThrownBy(() -> backend.tryAcquireMulti(List.of("a", "b"))).isInstanceOf(BackendException.class);

        await().until(() -> !raw.has(instances.lock("a")));
    }
}
