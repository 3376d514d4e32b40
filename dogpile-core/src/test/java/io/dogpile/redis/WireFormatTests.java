package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.region.CacheRegion;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Task;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** What others find in Redis, and what they may leave there. */
@Timeout(120)
class WireFormatTests {

    private static final Duration LEASE = Duration.ofSeconds(10);

    private final TestRedis server = TestRedis.shared();
    private final Instances instances = new Instances(server);
    private final RawRedis raw = new RawRedis(server);

    @AfterEach
    void close() throws Exception {
        instances.close();
        raw.close();
    }

    static List<PythonEntry> pythonEntries() {
        return PythonEntry.all();
    }

    @Test
    void anEntryIsStoredAsPythonStoresIt() {
        CacheBackend backend = instances.backend(Map.of());

        backend.set("key", CachedValue.of("h|w", 1_795_389_802_990_990L), null);

        assertThat(raw.text(instances.key("key"))).isEqualTo("{\"ct\": 1795389802.990990, \"v\": 2}|\"h|w\"");
    }

    @Test
    void aCreatedValueIsStoredAsPythonStoresIt() {
        instances.region().getOrCreate("key", () -> "value");

        assertThat(raw.text(instances.key("key"))).matches("\\{\"ct\": \\d{10}\\.\\d{6}, \"v\": 2[^|]*}\\|\"value\"");
    }

    @ParameterizedTest
    @MethodSource("pythonEntries")
    void whatPythonStoredIsFound(PythonEntry python) {
        raw.commands.set(instances.key(python.key()), python.stored());
        CacheRegion region = instances.region();

        Object found = region.<Object>getOrCreate(python.key(), () -> {
            throw new AssertionError("it is there");
        });

        assertThat(JsonMapper.builder().build().valueToTree(found).toString()).isEqualTo(python.value());
    }

    @Test
    void theLockIsPythons() {
        CacheRegion region = instances.region();
        Gate gate = new Gate();
        Task<String> creation = Task.start(() -> region.getOrCreate("key", gate.then("value")));
        gate.awaitReached();

        assertThat(raw.text(instances.lock("key"))).matches("[0-9a-f]{32}");
        assertThat(raw.commands.pttl(instances.lock("key"))).isBetween(1L, LEASE.toMillis());
        gate.open();
        creation.value();
        assertThat(raw.has(instances.lock("key"))).isFalse();
        assertThat(raw.has(instances.marker("key"))).isFalse();
        assertThat(raw.has(instances.key("key"))).isTrue();
    }

    @Test
    void theLocksPrefixCanBeChosen() {
        CacheRegion region = instances.region(config -> config.argument("lock-prefix", "lock-"));
        Gate gate = new Gate();
        Task<String> creation = Task.start(() -> region.getOrCreate("key", gate.then("value")));
        gate.awaitReached();

        assertThat(raw.has("lock-" + instances.key("key"))).isTrue();
        gate.open();
        creation.value();
    }

    @Test
    void theTtlIsTheOneThatIsAskedFor() {
        CacheRegion region = instances.region(
                config -> config.argument("redis-expiration-time", 60).expirationTime(Duration.ofDays(1)));

        region.set("set", "value");
        region.getOrCreate("created", () -> "value");

        assertThat(raw.commands.pttl(instances.key("set"))).isBetween(1L, 60_000L);
        assertThat(raw.commands.pttl(instances.key("created"))).isBetween(1L, 60_000L);
    }

    @Test
    void theTtlIsTheExpirationAndTheTimeInWhichStaleIsServed() {
        CacheRegion region = instances.region(
                config -> config.expirationTime(Duration.ofDays(2)).serveStale(Duration.ofDays(3)));

        region.set("set", "value");
        region.getOrCreate("created", () -> "value");

        for (String key : List.of("set", "created")) {
            assertThat(raw.commands.pttl(instances.key(key)))
                    .isBetween(Duration.ofDays(4).toMillis(), Duration.ofDays(5).toMillis());
        }
    }

    @Test
    void withoutExpirationThereIsNoTtl() {
        instances.region().set("key", "value");

        assertThat(raw.commands.pttl(instances.key("key"))).isEqualTo(-1);
    }

    @Test
    void keysBeginWithTheRegionsNameUnlessTheySayOtherwise() {
        String name = UUID.randomUUID().toString();
        String key = UUID.randomUUID().toString();
        try (CacheRegion region = region(name, null);
                CacheRegion bare = region("other", "")) {
            region.set(key, "prefixed");
            bare.set(key, "bare");

            assertThat(raw.text(name + ":" + key)).endsWith("|\"prefixed\"");
            assertThat(raw.text(key)).endsWith("|\"bare\"");
        }
    }

    private CacheRegion region(String name, String prefix) {
        return CacheRegion.of(
                name, instances.config().argument("key-prefix", prefix).build());
    }

    @Test
    void aLockOfPythonsIsWaitedForUntilItsRelease() {
        CacheRegion region = instances.region();
        assertThat(raw.takeLock(instances.lock("key"), Duration.ofMinutes(10))).isTrue();

        Task<String> creation = Task.start(() -> region.getOrCreate("key", this::owner));
        creation.awaitWaiting();
        assertThat(raw.text(instances.lock("key"))).isEqualTo(RawRedis.FOREIGN_TOKEN);
        raw.commands.del(instances.lock("key"));

        assertThat(creation.value()).matches("[0-9a-f]{32}").isNotEqualTo(RawRedis.FOREIGN_TOKEN);
    }

    @Test
    void aLockOfPythonsIsWaitedForUntilItExpires() {
        CacheRegion region = instances.region();
        assertThat(raw.takeLock(instances.lock("key"), Duration.ofMillis(700))).isTrue();

        assertThat(region.getOrCreate("key", this::owner))
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(RawRedis.FOREIGN_TOKEN);
    }

    /** Who has the lock while the creator runs. */
    private String owner() {
        return raw.text(instances.lock("key"));
    }

    @Test
    void whatPythonStoresWhileWeWaitIsTaken() {
        CacheRegion region = instances.region();
        raw.takeLock(instances.lock("key"), Duration.ofMinutes(10));
        Task<Object> waiter = Task.start(() -> region.getOrCreate("key", () -> "unwanted"));
        waiter.awaitWaiting();

        raw.commands.set(
                instances.key("key"), "{\"ct\": 1795389802.5, \"v\": 2}|\"python\"".getBytes(StandardCharsets.UTF_8));
        raw.commands.del(instances.lock("key"));

        assertThat(waiter.value()).isEqualTo("python");
    }

    @Test
    void aForeignLockIsNeitherReleasedNorWrittenUnder() {
        CacheRegion region = instances.region();
        Gate gate = new Gate();
        Task<String> creation = Task.start(() -> region.getOrCreate("key", gate.then("late")));
        gate.awaitReached();
        raw.commands.del(instances.lock("key"));
        raw.takeLock(instances.lock("key"), Duration.ofMinutes(10));

        gate.open();

        assertThat(creation.value()).isEqualTo("late");
        assertThat(raw.text(instances.lock("key"))).isEqualTo(RawRedis.FOREIGN_TOKEN);
        assertThat(raw.has(instances.key("key"))).isFalse();
        assertThat(instances.events.lostLocks).hasSize(1);
    }
}
