package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.region.CacheRegion;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Task;
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
    void close() {
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
}
