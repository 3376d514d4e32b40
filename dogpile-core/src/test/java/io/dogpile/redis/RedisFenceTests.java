package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.backend.BackendException;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.KeyFence;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.KeyWatch;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A fence that one process puts around a key keeps the others from storing what they create for it. */
@Timeout(120)
class RedisFenceTests {

    private final TestRedis server = TestRedis.shared();
    private final Instances instances = new Instances(server);
    private final RawRedis raw = new RawRedis(server);

    @AfterEach
    void close() {
        instances.close();
        raw.close();
    }

    private CacheRegion shortLeased() {
        return instances.region(config -> config.argument("lock-timeout", "900ms"));
    }

    private boolean stores(CacheRegion region) {
        region.getOrCreate("key", () -> "value");
        return raw.has(instances.key("key"));
    }

    @Test
    void nothingCreatedElsewhereIsStoredWhileItStands() {
        CacheRegion fencing = instances.region();
        CacheRegion elsewhere = instances.region();
        KeyFence fence = fencing.fence(List.of("key", "b"));

        assertThat(elsewhere.<String>getOrCreate("key", () -> "old")).isEqualTo("old");
        assertThat(elsewhere.getOrCreateMulti(List.of("b", "c"), keys -> Map.of("b", "old", "c", "free")))
                .isEqualTo(Map.of("b", "old", "c", "free"));

        assertThat(elsewhere.getMulti(List.of("key", "b", "c"))).isEqualTo(Map.of("c", "free"));
        assertThat(instances.events.superseded).hasSize(2);
        assertThat(instances.events.lostLocks).isEmpty();
        fence.close();
        assertThat(stores(elsewhere)).isTrue();
        assertThat(raw.has(instances.fence("key"))).isFalse();
    }

    @Test
    void aCreationElsewhereThatOutlivesItIsOutdatedByTheDeletion() {
        CacheRegion fencing = instances.region();
        CacheRegion elsewhere = instances.region();
        Gate gate = new Gate();
        KeyFence fence = fencing.fence(List.of("key"));
        Task<String> creation = Task.start(() -> elsewhere.getOrCreate("key", gate.then("old")));
        gate.awaitReached();
        fencing.delete("key");
        fence.close();
        gate.open();

        assertThat(creation.value()).isEqualTo("old");
        assertThat(raw.has(instances.key("key"))).isFalse();
    }

    @Test
    void whatOthersSetIsStored() {
        CacheRegion elsewhere = instances.region();
        KeyFence fence = instances.region().fence(List.of("key"));

        elsewhere.set("key", "set");

        assertThat(raw.text(instances.key("key"))).endsWith("\"set\"");
        fence.close();
    }

    @Test
    void thoseOfSeveralProcessesStandUntilTheLastIsClosed() {
        CacheRegion elsewhere = instances.region();
        KeyFence one = instances.region().fence(List.of("key"));
        KeyFence two = instances.region().fence(List.of("key"));

        one.close();
        assertThat(stores(elsewhere)).isFalse();
        two.close();
        assertThat(stores(elsewhere)).isTrue();
    }

    @Test
    void aValueThatIsTooLargeLeavesItsPredecessorAlone() throws Exception {
        CacheBackend backend = instances.backend(Map.of("maximum-value-size", 10));
        Held held = backend.mutex("key").tryAcquire(Duration.ZERO).orElseThrow();
        backend.set("key", CachedValue.of("old", 1), null);
        KeyFence fence = backend.fence(List.of("key"));

        assertThat(backend.set("key", CachedValue.of("much too large", 2), held))
                .isFalse();

        assertThat(raw.text(instances.key("key"))).endsWith("\"old\"");
        fence.close();
        held.release();
    }

    @Test
    void itIsRenewedBeyondItsLease() {
        CacheRegion fencing = shortLeased();
        CacheRegion elsewhere = instances.region();
        KeyFence fence = fencing.fence(List.of("key"));
        double first = score();

        await().pollInterval(Duration.ofMillis(50)).until(() -> score() > first + 1_000);

        assertThat(stores(elsewhere)).isFalse();
        fence.close();
        assertThat(stores(elsewhere)).isTrue();
    }

    private double score() {
        return raw.commands
                .zrangeWithScores(instances.fence("key"), 0, 0)
                .get(0)
                .getScore();
    }

    @Test
    void theKeyOfAProcessThatDiedIsFreeAfterTheLease() {
        CacheRegion dying = shortLeased();
        CacheRegion elsewhere = instances.region();
        dying.fence(List.of("key"));
        dying.close(); // its renewals end, as with a process

        assertThat(stores(elsewhere)).isFalse();
        await().pollInterval(Duration.ofMillis(50)).until(() -> stores(elsewhere));
        await().until(() -> !raw.has(instances.fence("key")));
    }

    @Test
    void whatADeadProcessLeftDoesNotLiveOnWithTheFencesOfOthers() {
        CacheRegion dying = shortLeased();
        CacheRegion elsewhere = instances.region();
        dying.fence(List.of("key"));
        dying.close();
        KeyFence longer = instances.region().fence(List.of("key")); // with a lease of 10 s
        longer.close();

        assertThat(raw.commands.pttl(instances.fence("key"))).isGreaterThan(2_000);
        await().atMost(Duration.ofSeconds(8))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> stores(elsewhere));
    }

    @Test
    void oneWithAShortLeaseDoesNotShortenThoseOfOthers() {
        KeyFence longer = instances.region().fence(List.of("key")); // with a lease of 10 s
        KeyFence shorter = shortLeased().fence(List.of("key"));

        assertThat(raw.commands.pttl(instances.fence("key"))).isGreaterThan(2_000);
        shorter.close();
        longer.close();
    }

    @Test
    void itIsRaisedAgainAfterTheServerForgotIt() {
        KeyFence fence = shortLeased().fence(List.of("key"));

        raw.commands.del(instances.fence("key"));

        await().until(() -> raw.has(instances.fence("key")));
        fence.close();
        assertThat(raw.has(instances.fence("key"))).isFalse();
    }

    @Test
    void oneThatCouldNotBeRaisedIsReportedAndLeavesNothing() {
        AtomicInteger asked = new AtomicInteger();
        UnaryOperator<RedisCommands> refusing = commands -> new ForwardingCommands(commands) {
            @Override
            public CompletionStage<Long> eval(RedisScript script, List<byte[]> keys, List<byte[]> arguments) {
                return script == Scripts.FENCE && asked.incrementAndGet() == 2
                        ? CompletableFuture.failedFuture(new RedisReplyException("ERR refused", null))
                        : super.eval(script, keys, arguments);
            }
        };
        CacheRegion fencing = instances.regionOn(refusing, Map.of("lock-timeout", "10m")); // it does not go by itself

        KeyFence fence = fencing.fence(List.of("key", "second"));

        assertThat(instances.events.errors).singleElement().isInstanceOf(BackendException.class);
        await().until(() -> !raw.has(instances.fence("key")));
        fence.close();
    }

    static Stream<Named<Consumer<CacheRegion>>> changes() {
        return FencingTests.changes();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatIsWatchedForIsNotStoredAfterAChangeElsewhere(Consumer<CacheRegion> change) {
        CacheRegion region = instances.region();
        KeyWatch watch = region.watch("key");
        change.accept(instances.region());
        String changed = raw.text(instances.key("key"));

        assertThat(watch.store("mine")).isFalse();
        assertThat(raw.text(instances.key("key"))).isEqualTo(changed);

        assertThat(region.watch("key").store("next")).isTrue();
        assertThat(raw.text(instances.key("key"))).endsWith("\"next\"");
    }

    @Test
    void whatIsWatchedForIsNotStoredBehindAFenceOfAnother() {
        CacheRegion region = instances.region();
        KeyWatch watch = region.watch("key");
        KeyFence fence = instances.region().fence(List.of("key"));

        assertThat(watch.store("mine")).isFalse();
        fence.close();
        assertThat(watch.store("mine")).isTrue();
        assertThat(raw.commands.pttl("_stamp" + instances.key("key"))).isBetween(1L, 60_000L);
    }

    @Test
    void whatIsWatchedForAndTooLargeTakesItsPredecessorAway() {
        CacheBackend backend = instances.backend(Map.of("maximum-value-size", 10));
        backend.set("key", CachedValue.of("old", 1), null);
        Held watch = backend.watch("key");

        assertThat(backend.set("key", CachedValue.of("much too large", 2), watch))
                .isTrue();

        assertThat(raw.has(instances.key("key"))).isFalse();
    }

    @Test
    void withoutADistributedLockItStandsInOneProcessOnly() {
        CacheRegion fencing = instances.region(config -> config.argument("distributed-lock", false));
        KeyFence fence = fencing.fence(List.of("key"));

        assertThat(stores(fencing)).isFalse();
        assertThat(raw.has(instances.fence("key"))).isFalse();
        assertThat(stores(instances.region())).isTrue();
        fence.close();
    }
}
