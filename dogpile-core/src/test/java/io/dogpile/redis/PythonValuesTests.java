package io.dogpile.redis;

import static io.dogpile.redis.PythonProcess.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.Policies;
import io.dogpile.region.RegionConfig;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Entries that a Python process and this one exchange. */
@Tag("python")
@Timeout(120)
class PythonValuesTests {

    private static final int EXPIRATION_SECONDS = 3_600;

    private final TestRedis server = TestRedis.shared();
    private final Instances instances = new Instances(server);
    private final RawRedis raw = new RawRedis(server);
    private final PythonProcess python =
            new PythonProcess(server, instances.prefix, EXPIRATION_SECONDS, Map.of("redis_expiration_time", 7_200));

    @AfterEach
    void close() {
        python.close();
        instances.close();
        raw.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-7",
                "0",
                "12345678901",
                "123456789012345678901234567890",
                "2.5",
                "-1e300",
                "true",
                "null",
                "\"\"",
                "\"text\"",
                "\"héllo|world 🐶\"",
                "\"quo\\\"te \\\\ \\n\\u0000\"",
                "[]",
                "[1, \"a\", [true, null], {}]",
                "{}",
                "{\"name\": \"Ann\", \"age\": 41, \"tags\": [\"a\", \"|\"], \"score\": 2.5, \"more\": {\"ok\": true}}"
            })
    void valuesAreTheSameOnBothSides(String text) {
        JsonNode value = JSON.readTree(text);
        CacheRegion region = instances.region();

        python.set("pythons", value);
        region.set("ours", JSON.treeToValue(value, Object.class));

        assertThat(tree(region.getValueMetadata("pythons").payload())).isEqualTo(value);
        assertThat(python.get("ours").value()).isEqualTo(value);
        assertThat(instances.events.unreadable).isEmpty();
    }

    @Test
    void batchesAreTheSameOnBothSides() {
        CacheRegion region = instances.region();

        python.call("set_multi", Map.of("value", Map.of("a", 1, "b", List.of(2))))
                .value();
        region.setMulti(Map.of("c", "three", "d", Map.of("four", 4)));

        List<String> all = List.of("a", "b", "c", "d");
        assertThat(region.getMulti(all))
                .containsExactly(
                        Map.entry("a", 1L),
                        Map.entry("b", List.of(2L)),
                        Map.entry("c", "three"),
                        Map.entry("d", Map.of("four", 4)));
        assertThat(python.call("get_multi", Map.of("value", all)).value())
                .isEqualTo(JSON.readTree("[1, [2], \"three\", {\"four\": 4}]"));
    }

    @Test
    void theVersionOfTheDataDisturbsNobody() {
        CacheRegion region =
                instances.region(config -> config.policies(Policies.NONE.versionOf((Long value) -> value)));

        region.set("key", 9_007_199_254_740_993L);
        assertThat(raw.text(instances.key("key"))).contains(", \"n\": 9007199254740993}|");
        assertThat(python.get("key").value().longValue()).isEqualTo(9_007_199_254_740_993L);
        region.set("key", 9_007_199_254_740_992L);
        assertThat(python.get("key").value().longValue()).isEqualTo(9_007_199_254_740_993L);

        python.set("key", JSON.readTree("7")); // has none, so it replaces any and is replaced by any
        assertThat(region.<Long>get("key")).isEqualTo(7L);
        region.set("key", 1L);
        assertThat(python.get("key").value().longValue()).isEqualTo(1L);
    }

    /** A class of the application's. */
    record Customer(String name, LocalDate since, BigDecimal revenue, List<String> tags) {}

    private static final Customer ANN =
            new Customer("Ann", LocalDate.of(2020, 2, 29), new BigDecimal("12.25"), List.of("a", "b"));

    @Test
    void aRecordOfOursIsADictOfPythons() {
        typed().set("ann", ANN);

        assertThat(python.get("ann").value()).isEqualTo(tree(ANN));
    }

    @Test
    void aDictOfPythonsIsARecordOfOurs() {
        python.set("ann", tree(ANN));

        assertThat(typed().<Customer>get("ann")).isEqualTo(ANN);
    }

    private CacheRegion typed() {
        return instances.region(
                config -> config.valueType(Customer.class).argument("allowed-types", Customer.class.getName()));
    }

    @Test
    void withoutAPrefixTheKeysAreThoseOfPythons() {
        String key = instances.key("bare");
        python.set("bare", "pythons");
        CacheRegion region = instances.region(config -> config.argument("key-prefix", ""));

        assertThat(region.<String>get(key)).isEqualTo("pythons");
        region.set(key, "ours");
        assertThat(python.get("bare").value().stringValue()).isEqualTo("ours");
    }

    @Test
    void whatOneSideDeletesIsGoneForTheOther() {
        CacheRegion region = instances.region();
        python.set("pythons", 1);
        region.set("ours", 2);

        assertThat(region.delete("pythons")).isTrue();
        python.delete("ours");

        assertThat(python.get("pythons").isMissing()).isTrue();
        assertThat(region.getValueMetadata("ours")).isNull();
    }

    @Test
    void ourInvalidationOutdatesPythonsEntriesAndOursReplaceThem() {
        CacheRegion region = instances.region();
        python.set("key", "old");

        region.invalidate();

        assertThat(region.<String>getOrCreate("key", () -> "new")).isEqualTo("new");
        assertThat(python.get("key").value().stringValue()).isEqualTo("new");
    }

    @Test
    void pythonsInvalidationOutdatesOurEntriesForItAndItsOwnReplaceThem() {
        CacheRegion region = instances.region();
        region.set("key", "old");

        python.invalidate();

        assertThat(python.getOrCreate("key", "new").value().stringValue()).isEqualTo("new");
        assertThat(region.<String>get("key")).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(ints = {-10, 10})
    void pythonsEntriesExpireHereByTheirAge(int secondsPastExpiration) {
        python.set("key", "pythons");
        CacheRegion region = regionWithClock(EXPIRATION_SECONDS + secondsPastExpiration);

        boolean expired = secondsPastExpiration > 0;
        assertThat(region.<String>getOrCreate("key", () -> "new")).isEqualTo(expired ? "new" : "pythons");
    }

    @ParameterizedTest
    @ValueSource(ints = {-10, 10})
    void ourEntriesExpireThereByTheirAge(int secondsPastExpiration) {
        regionWithClock(-EXPIRATION_SECONDS - secondsPastExpiration).set("key", "ours");

        boolean expired = secondsPastExpiration > 0;
        assertThat(python.getOrCreate("key", "new").value().stringValue()).isEqualTo(expired ? "new" : "ours");
    }

    /** As if it had written, or were reading, at another time. */
    private CacheRegion regionWithClock(int aheadSeconds) {
        return instances.region(config -> expiring(config)
                .argument("server-clock", false)
                .clock(InstantSource.offset(InstantSource.system(), Duration.ofSeconds(aheadSeconds))));
    }

    @Test
    void bothSidesGiveTheirEntriesATtl() {
        python.set("pythons", 1);
        instances
                .region(config -> expiring(config).argument("redis-expiration-time", 7_200))
                .set("ours", 2);

        for (String key : List.of("pythons", "ours")) {
            assertThat(raw.commands.pttl(instances.key(key))).isBetween(7_100_000L, 7_200_000L);
        }
    }

    private static RegionConfig.Builder expiring(RegionConfig.Builder config) {
        return config.expirationTime(Duration.ofSeconds(EXPIRATION_SECONDS)).serveStale(Duration.ZERO);
    }

    private static JsonNode tree(Object value) {
        return JSON.readTree(JSON.writeValueAsString(value));
    }
}
