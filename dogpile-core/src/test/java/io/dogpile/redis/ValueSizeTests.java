package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.region.CacheRegion;
import io.dogpile.testing.MutableClock;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code maximum-value-size}: what is larger reaches its callers, and does not fill Redis. */
@Timeout(60)
class ValueSizeTests {

    private static final String LARGE = "x".repeat(2_000);

    private final TestRedis server = TestRedis.shared();
    private final Instances instances = new Instances(server);
    private final RawRedis raw = new RawRedis(server);
    private final MutableClock clock = new MutableClock();
    private final AtomicInteger creations = new AtomicInteger();

    private final CacheRegion region = instances.region(config -> config.argument("maximum-value-size", "1KB")
            .argument("serializer", "string")
            .argument("server-clock", false)
            .clock(clock)
            .expirationTime(Duration.ofMinutes(1)));

    @AfterEach
    void close() {
        instances.close();
        raw.close();
    }

    private String createLarge() {
        creations.incrementAndGet();
        return LARGE;
    }

    @Test
    void aLargerValueReachesItsCallerAndIsNotStored() {
        assertThat(region.<String>getOrCreate("key", this::createLarge)).isEqualTo(LARGE);
        assertThat(region.<String>getOrCreate("key", this::createLarge)).isEqualTo(LARGE);

        assertThat(creations).hasValue(2);
        assertThat(raw.has(instances.key("key"))).isFalse();
        assertThat(raw.has(instances.lock("key"))).isFalse();
        assertThat(instances.events.tooLarge).containsExactly("key 2000", "key 2000");
        assertThat(instances.events.superseded).isEmpty();
        assertThat(instances.events.errors).isEmpty();
    }

    @Test
    void aValueOfExactlyTheSizeIsStored() {
        region.set("key", "x".repeat(1_024));
        region.set("larger", "x".repeat(1_025));

        assertThat(raw.has(instances.key("key"))).isTrue();
        assertThat(raw.has(instances.key("larger"))).isFalse();
        assertThat(instances.events.tooLarge).containsExactly("larger 1025");
    }

    @Test
    void theStaleValueThatALargerOneReplacesIsNotServedAgain() {
        region.set("key", "small");
        clock.advance(Duration.ofSeconds(90));

        assertThat(region.<String>getOrCreate("key", this::createLarge)).isEqualTo(LARGE);

        assertThat(raw.has(instances.key("key"))).isFalse();
        assertThat(region.<String>getOrCreate("key", this::createLarge)).isEqualTo(LARGE);
    }

    @Test
    void settingALargerValueRemovesTheOneBefore() {
        region.set("key", "small");

        region.set("key", LARGE);
        region.set("absent", LARGE);

        assertThat(region.<Object>get("key")).isNull();
        assertThat(raw.has(instances.key("key"))).isFalse();
        assertThat(instances.events.tooLarge).containsExactly("key 2000", "absent 2000");
    }

    @Test
    void settingALargerValueVoidsTheCreationOfAnotherProcess() {
        CacheRegion other = instances.region(config -> config.argument("serializer", "string"));

        assertThat(other.<String>getOrCreate("key", () -> {
                    region.set("key", LARGE);
                    return "made from older data";
                }))
                .isEqualTo("made from older data");

        assertThat(raw.has(instances.key("key"))).isFalse();
        assertThat(instances.events.superseded).containsExactly("key");
    }

    @Test
    void aCreatorThatLostItsLockRemovesNothing() {
        region.getOrCreate("key", () -> {
            raw.set(instances.lock("key"), RawRedis.FOREIGN_TOKEN);
            raw.set(instances.key("key"), "another's");
            return LARGE;
        });

        assertThat(raw.text(instances.key("key"))).isEqualTo("another's");
        assertThat(instances.events.superseded).containsExactly("key");
    }

    @Test
    void ofSeveralValuesTheOthersAreStored() {
        region.set("b", "old");

        region.setMulti(Map.of("a", "1", "b", LARGE));
        assertThat(region.<String, String>getMulti(List.of("a", "b"))).isEqualTo(Map.of("a", "1"));

        assertThat(region.<String, String>getOrCreateMulti(List.of("c", "d"), keys -> Map.of("c", "3", "d", LARGE)))
                .isEqualTo(Map.of("c", "3", "d", LARGE));
        assertThat(region.<String, String>getMulti(List.of("c", "d"))).isEqualTo(Map.of("c", "3"));
        assertThat(instances.events.tooLarge).containsExactly("b 2000", "d 2000");
    }

    @Test
    void theLogHearsOfItOnce() {
        try (Logged log = new Logged()) {
            for (int i = 0; i < 5; i++) {
                region.getOrCreate("key " + i, this::createLarge);
            }

            assertThat(log.levels).hasSize(1).allMatch(level -> level.getName().equals(Level.WARNING.name()));
        }
        assertThat(instances.events.tooLarge).hasSize(5);
    }
}
