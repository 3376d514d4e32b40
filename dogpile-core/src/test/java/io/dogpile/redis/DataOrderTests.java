package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.Policies;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Task;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Older data never replaces newer: what the scripts make of what stands in Redis, and how it goes with locks. */
@Timeout(120)
class DataOrderTests {

    private static final String CT = "{\"ct\": 1795389802.990990, \"v\": 2";

    private final Instances instances = new Instances(TestRedis.shared());
    private final RawRedis raw = new RawRedis(TestRedis.shared());
    private final CacheBackend backend = instances.backend(Map.of());

    @AfterEach
    void close() {
        instances.close();
        raw.close();
    }

    private static CachedValue<?> version(long version) {
        return CachedValue.of("mine", 1_795_389_802_990_990L).versioned(version);
    }

    private boolean replaces(String present, long version) {
        raw.set(instances.key("key"), present);
        boolean written = backend.set("key", version(version), null);
        String now = raw.text(instances.key("key"));
        assertThat(now).isEqualTo(written ? CT + ", \"n\": " + version + "}|\"mine\"" : present);
        return written;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "9 10",
                "99 100",
                "9007199254740992 9007199254740993",
                "999999999999999999 1000000000000000000",
                "9223372036854775806 9223372036854775807",
                "0 1"
            })
    void numbersAreComparedToTheLastDigit(long older, long newer) {
        assertThat(replaces(CT + ", \"n\": " + newer + "}|1", older)).isFalse();
        assertThat(replaces(CT + ", \"n\": " + newer + "}|1", newer)).isTrue();
        assertThat(replaces(CT + ", \"n\": " + older + "}|1", newer)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CT + ", \"n\": 99}|1",
                CT + ",\"n\":99}|1",
                "{\"n\": 99, \"ct\": 1795389802.99, \"v\": 2}|1",
                " { \"v\" : 2 , \"n\" : 99 , \"ct\" : 1795389802 } |1",
                CT + ", \"n\": 99}|{\"n\": 1}|\"n\": 1",
                CT + ", \"t\": \"a.Type\", \"n\": 99, \"z\": 5}|1",
                CT + ", \"t\": \"\\\"n\\\": 1, \", \"n\": 99}|1",
                CT + ", \"t\": \"ends with a backslash \\\\\", \"n\": 99}|1",
                CT + ", \"t\": \"\\u0022, \\u0022n\\u0022: 1\", \"n\": 99}|1",
                CT + ", \"a:\": 5, \"b\": \":\", \"n\": 99}|1",
                CT + ", \"f\": 1, \"r\": 1795389803.000000, \"x\": -1, \"yes\": true, \"none\": null, \"n\": 99}|1",
                CT + ", \"n\": 1, \"n\": 99}|1",
                CT + ", \"n\": 0099}|1"
            })
    void theMembersValueIsFound(String present) {
        assertThat(replaces(present, 98)).isFalse();
        assertThat(replaces(present, 99)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CT + "}|\"n\": 99",
                CT + "}|x|{\"ct\": 1795389802.99, \"v\": 2, \"n\": 99}|1",
                CT + ", \"t\": \"\\\", \\\"n\\\": 99\"}|1",
                CT + ", \"t\": \"n\", \"m\": 99}|1",
                CT + ", \"\\nn\": 99, \"nn\": 99, \"N\": 99, \"\\\"n\": 99}|1",
                CT + ", \"n\": \"99\"}|1",
                CT + ", \"n\": -99}|1",
                CT + ", \"n\": 99.5}|1",
                CT + ", \"n\": null}|1",
                CT + ", \"n\": 9223372036854775808}|1",
                CT + ", \"n\": 99999999999999999999}|1",
                CT + ", \"n\": 99, \"n\": null}|1",
                "{\"ct\": 1795389802.990990, \"v\": 3, \"n\": 99}|1",
                "{\"ct\": 1795389802.9909904, \"v\": 2}|1", // Python's
                "no entry, \"n\": 99|1",
                "{\"n\" 99}|1",
                "{",
                "|",
                ""
            })
    void whatIsNoVersionIsReplaced(String present) {
        assertThat(replaces(present, 1)).isTrue();
    }

    @Test
    void longMetadataAreReadToTheEnd() {
        String filler = "x".repeat(5_000);

        assertThat(replaces(CT + ", \"t\": \"" + filler + "\", \"n\": 99}|1", 98))
                .isFalse();
        assertThat(replaces(CT + ", \"t\": \"" + filler + "\"}|\"n\": 99", 98)).isTrue();
    }

    @Test
    void anythingElseInRedisIsReplaced() {
        raw.commands.lpush(instances.key("key"), "list".getBytes());

        assertThat(backend.set("key", version(1), null)).isTrue();

        assertThat(raw.text(instances.key("key"))).endsWith("|\"mine\"");
    }

    @Test
    void aCompressedEntryHasItsOrder() {
        CacheBackend compressing = instances.backend(Map.of("compression-threshold", 10));
        CachedValue<?> large = CachedValue.of("n".repeat(10_000), 1L).versioned(99);
        compressing.set("key", large, null);
        assertThat(raw.text(instances.key("key"))).startsWith("{\"ct\": 0.000001, \"v\": 2, \"n\": 99, \"");

        assertThat(compressing.set("key", version(98), null)).isFalse();
        assertThat(compressing.get("key", String.class).payload()).isEqualTo(large.payload());
        assertThat(compressing.set("key", large.versioned(99), null)).isTrue();
    }

    @Test
    void aValueThatIsTooLargeTakesAwayOnlyOlderData() throws Exception {
        CacheBackend small = instances.backend(Map.of("maximum-value-size", 10));
        CachedValue<?> large = CachedValue.of("x".repeat(100), 1L);
        List<Callable<Held>> ways = Arrays.asList(
                () -> small.mutex("key").tryAcquire(Duration.ZERO).orElseThrow(), () -> small.watch("key"), () -> null);
        for (Callable<Held> by : ways) {
            raw.set(instances.key("key"), CT + ", \"n\": 9}|1");
            assertThat(small.set("key", large.versioned(8), by.call())).isFalse();
            assertThat(raw.has(instances.key("key"))).isTrue();
            assertThat(small.set("key", large.versioned(9), by.call())).isTrue();
            assertThat(raw.has(instances.key("key"))).isFalse();
        }
    }

    @Test
    void whatIsPastItsTtlHasNoOrder() {
        CachedValue<?> shortLived = version(9).living(1_000, 0);
        backend.set("key", shortLived, null);

        await().until(() -> backend.set("key", version(8), null));

        assertThat(raw.text(instances.key("key"))).contains("\"n\": 8}");
    }

    /** It says that the data has changed, as any other does: what began before is not stored, should newer data go. */
    @Test
    void aSetThatIsRefusedVoidsCreationsAllTheSame() throws Exception {
        CacheBackend elsewhere = instances.backend(Map.of());
        backend.set("key", version(9), null);
        Held held = backend.mutex("key").tryAcquire(Duration.ZERO).orElseThrow();
        Held watched = backend.watch("key");

        assertThat(elsewhere.set("key", version(8), null)).isFalse();
        raw.commands.del(instances.key("key")); // as its expiry does

        assertThat(backend.set("key", CachedValue.of("unversioned", 1L), held)).isFalse();
        assertThat(backend.set("key", version(7), watched)).isFalse();
        assertThat(raw.has(instances.key("key"))).isFalse();
        assertThat(held.release()).isTrue();
        assertThat(raw.has(instances.marker("key"))).isFalse();
    }

    @Test
    void aRefusedStoreVoidsNobody() throws Exception {
        Held watched = backend.watch("key");
        assertThat(backend.set("key", version(9), take())).isTrue();

        assertThat(backend.set("key", version(8), take())).isFalse();

        assertThat(raw.has(instances.marker("key"))).isFalse();
        assertThat(backend.set("key", version(10), take())).isTrue();
        assertThat(backend.set("key", version(11), watched)).isTrue();
    }

    private Held take() throws InterruptedException {
        return backend.mutex("key").tryAcquire(Duration.ZERO).orElseThrow();
    }

    /** A fail-over can bring back a lock that was already lost: its token fits, and only the version tells. */
    @Test
    void aCreatorWhoseLockWasLostAndRegainedOverwritesNothingNewer() {
        CacheRegion slow = instances.region(config -> config.policies(Policies.NONE.versionOf(DataOrderTests::number)));
        CacheRegion other =
                instances.region(config -> config.policies(Policies.NONE.versionOf(DataOrderTests::number)));
        Gate gate = new Gate();
        Task<String> creation = Task.start(() -> slow.getOrCreate("key", gate.then("old 1")));
        gate.awaitReached();
        String token = raw.text(instances.lock("key"));
        raw.commands.del(instances.lock("key"));
        assertThat(other.<String>getOrCreate("key", () -> "new 2")).isEqualTo("new 2");
        raw.set(instances.lock("key"), token);
        gate.open();

        assertThat(creation.value()).as("no older than what it could have read").isEqualTo("new 2");
        assertThat(raw.text(instances.key("key"))).endsWith("|\"new 2\"");
        assertThat(instances.events.outdated).hasSize(1);
        assertThat(instances.events.superseded).isEmpty();
    }

    private static Long number(String value) {
        return Long.valueOf(value.split(" ")[1]);
    }
}
