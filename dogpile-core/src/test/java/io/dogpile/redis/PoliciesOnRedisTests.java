package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.CreationContext;
import io.dogpile.region.Policies;
import io.dogpile.region.RegionConfig;
import io.dogpile.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What policies make of entries, in Redis and for other processes. */
@Timeout(120)
class PoliciesOnRedisTests {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SHORTENED = Duration.ofMinutes(45);
    private static final Instant CHANGED = Instant.parse("2025-12-24T18:30:00.123456789Z");

    private final Instances instances = new Instances(TestRedis.shared());
    private final RawRedis raw = new RawRedis(TestRedis.shared());
    private final MutableClock clock = new MutableClock();

    @AfterEach
    void close() {
        instances.close();
        raw.close();
    }

    @Test
    void everyProcessAgreesOnAShortenedLife() {
        CacheRegion writer = instances.region(this::shortening);
        CacheRegion reader = instances.region(this::expiring);
        writer.set("key", 1);

        assertThat(raw.text(instances.key("key")))
                .startsWith("{\"ct\": 1767225600.000000, \"v\": 2, \"x\": 2700.000000, \"j\": true");
        clock.advance(SHORTENED.minusMillis(1));
        assertThat(reader.<Integer>get("key")).isEqualTo(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(reader.<Integer>get("key")).isNull();
    }

    @Test
    void whatIsShortenedIsKeptNoLongerThanOtherEntries() {
        instances.region(this::shortening).set("key", 1);

        assertThat(Duration.ofMillis(raw.commands.pttl(instances.key("key")))).isBetween(HOUR, HOUR.multipliedBy(2));
    }

    @Test
    void aRenewalByAnotherProcessDrawsALifeAnew() {
        instances.region(this::shortening).set("key", 1);
        CacheRegion reader = instances.region(this::expiring);
        clock.advance(SHORTENED);

        reader.<Integer>getOrCreate("key", () -> CreationContext.current().notModified());

        clock.advance(HOUR.minusMillis(1));
        assertThat(reader.<Integer>get("key")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "jdk", "string"})
    void whatACreatorSaysOfItsDataTravelsWithEverySerializer(String serializer) {
        assertTravels(serializer, "old value", "old value");
    }

    @Test
    void whatACreatorSaysOfItsDataTravelsWithBytesAndCompression() {
        byte[] value = new byte[1_000];

        assertTravels("bytes", value, value);
    }

    private <V> void assertTravels(String serializer, V value, V expected) {
        CacheRegion writer = instances.region(
                config -> expiring(config).argument("serializer", serializer).argument("compression-threshold", 100));
        CacheRegion reader = instances.region(config -> expiring(config).argument("serializer", serializer));
        writer.getOrCreate("key", () -> {
            CreationContext.current().etag("W/\"1\"");
            CreationContext.current().lastModified(CHANGED);
            return value;
        });
        assertThat(raw.text(instances.key("key")))
                .contains(", \"e\": \"W/\\\"1\\\"\"", ", \"m\": \"2025-12-24T18:30:00.123456789Z\"");

        for (CacheRegion region : new CacheRegion[] {reader, writer}) {
            clock.advance(HOUR);
            V kept = region.getOrCreate("key", () -> {
                CreationContext context = CreationContext.current();
                assertThat(context.previousETag()).isEqualTo("W/\"1\"");
                assertThat(context.previousLastModified()).isEqualTo(CHANGED);
                return context.notModified();
            });
            assertThat(kept).isEqualTo(expected);
            assertThat(writer.<V>get("key")).isEqualTo(expected);
        }
    }

    private RegionConfig.Builder shortening(RegionConfig.Builder config) {
        return expiring(config)
                .policies(Policies.NONE.expirationJitter(0.5))
                .randomness(() -> Long.MIN_VALUE); // draws the middle
    }

    private RegionConfig.Builder expiring(RegionConfig.Builder config) {
        return config.argument("server-clock", false).expirationTime(HOUR).clock(clock);
    }
}
