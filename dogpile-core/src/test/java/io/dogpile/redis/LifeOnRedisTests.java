package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.CallOptions;
import io.dogpile.region.CreationContext;
import io.dogpile.region.RegionConfig;
import io.dogpile.testing.MutableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A value's own life travels with it. */
@Timeout(120)
class LifeOnRedisTests {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Instances instances = new Instances(TestRedis.shared());
    private final RawRedis raw = new RawRedis(TestRedis.shared());
    private final MutableClock clock = new MutableClock();

    @AfterEach
    void close() {
        instances.close();
        raw.close();
    }

    @Test
    void anotherProcessReadsIt() {
        CacheRegion writer = instances.region(this::expiring);
        CacheRegion reader = instances.region(this::expiring);
        writer.getOrCreate("shorter", () -> {
            CreationContext.current().expirationTime(MINUTE);
            CreationContext.current().serveStale(Duration.ZERO);
            return "value";
        });
        writer.getOrCreateMulti(List.of("longer"), keys -> {
            CreationContext.current().expirationTime("longer", CacheRegion.NEVER);
            return Map.of("longer", "value");
        });

        assertThat(reader.<String>get("shorter")).isEqualTo("value");
        clock.advance(MINUTE);
        assertThat(reader.<String>get("shorter")).isNull();
        assertThat(reader.<String>getOrCreate("shorter", () -> "new")).isEqualTo("new");
        clock.advance(HOUR);
        assertThat(reader.<String>get("longer")).isEqualTo("value");
    }

    @Test
    void itStandsInTheMetadata() {
        CacheRegion region = instances.region(this::expiring);
        region.set("none", 1);
        region.set("both", 1, CallOptions.NONE.lasting(Duration.ofMillis(1_500), Duration.ZERO));
        region.set("ever", 1, CallOptions.NONE.lasting(CacheRegion.NEVER, CacheRegion.NEVER));
        region.set("stale", 1, CallOptions.NONE.lasting(null, MINUTE));

        assertThat(head("none")).isEqualTo("{\"ct\": 1767225600.000000, \"v\": 2");
        assertThat(head("both")).isEqualTo("{\"ct\": 1767225600.000000, \"v\": 2, \"x\": 1.500000, \"s\": 0.000000");
        assertThat(head("ever")).isEqualTo("{\"ct\": 1767225600.000000, \"v\": 2, \"x\": -1, \"s\": -1");
        assertThat(head("stale")).isEqualTo("{\"ct\": 1767225600.000000, \"v\": 2, \"s\": 60.000000");
    }

    @Test
    void theTtlFollowsIt() {
        CacheRegion region = instances.region(this::expiring);
        region.set("both", 1, CallOptions.NONE.lasting(Duration.ofDays(2), Duration.ofDays(3)));
        region.set("shorter", 1, CallOptions.NONE.lasting(MINUTE, Duration.ZERO));
        region.set("ever", 1, CallOptions.NONE.lasting(CacheRegion.NEVER, null));
        region.set("expiration", 1, CallOptions.NONE.lasting(Duration.ofDays(2), null));

        assertThat(ttl("both")).isBetween(Duration.ofDays(4), Duration.ofDays(5));
        assertThat(ttl("shorter")).isBetween(Duration.ZERO, MINUTE);
        assertThat(raw.commands.pttl(instances.key("ever"))).isEqualTo(-1);
        assertThat(ttl("expiration")).isBetween(Duration.ofDays(2).plus(HOUR), Duration.ofDays(3));
    }

    private Duration ttl(String key) {
        return Duration.ofMillis(raw.commands.pttl(instances.key(key)));
    }

    private String head(String key) {
        String text = raw.text(instances.key(key));
        return text.substring(0, text.indexOf(", \"t\"") < 0 ? text.indexOf('}') : text.indexOf(", \"t\""));
    }

    private RegionConfig.Builder expiring(RegionConfig.Builder config) {
        return config.argument("server-clock", false).expirationTime(HOUR).clock(clock);
    }
}
