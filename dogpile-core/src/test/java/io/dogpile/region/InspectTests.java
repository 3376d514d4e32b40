package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.backend.CachedValue;
import io.dogpile.region.KeyState.Entry;
import io.dogpile.region.KeyState.Worth;
import io.dogpile.testing.Gate;
import io.dogpile.testing.MutableClock;
import io.dogpile.testing.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a region says about a key as it is now. */
@Timeout(20)
class InspectTests {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final MutableClock clock = new MutableClock();
    private final Instant start = clock.instant();
    private final CacheRegion region =
            CacheRegion.of("test", Regions.expiring(clock).recordStats(true).build());

    private Entry entry(CacheRegion inspected) {
        return Objects.requireNonNull(inspected.inspect("key").entry());
    }

    @Test
    void nothingIsThere() {
        assertThat(region.inspect("key")).isEqualTo(new KeyState("key", null, null, false));
    }

    @Test
    void anEntrysLifeGoesFromFreshToStaleToMissing() {
        region.set("key", "value");
        clock.advance(Duration.ofSeconds(20));
        assertThat(entry(region))
                .isEqualTo(new Entry(
                        Worth.FRESH,
                        start,
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(40),
                        Duration.ofSeconds(100),
                        null,
                        null,
                        Duration.ZERO,
                        0,
                        null,
                        null));

        clock.advance(MINUTE);
        assertThat(entry(region).worth()).isEqualTo(Worth.STALE);
        assertThat(entry(region).freshFor()).isZero();
        assertThat(entry(region).servableFor()).isEqualTo(Duration.ofSeconds(40));

        clock.advance(MINUTE);
        assertThat(entry(region).worth()).isEqualTo(Worth.MISSING);
        assertThat(entry(region).servableFor()).isZero();
    }

    @Test
    void invalidationsCount() {
        region.set("key", "value");
        clock.advance(Duration.ofSeconds(10));
        region.invalidate(false);
        clock.advance(Duration.ofSeconds(10));
        assertThat(entry(region).worth()).isEqualTo(Worth.STALE);
        assertThat(entry(region).servableFor()).isEqualTo(Duration.ofSeconds(50));

        region.invalidate(true);
        assertThat(entry(region).worth()).isEqualTo(Worth.MISSING);
    }

    @Test
    void lifeWithoutEndIsNever() {
        CacheRegion lasting = Regions.inMemory();
        lasting.set("key", "value");
        assertThat(entry(lasting).freshFor()).isEqualTo(CacheRegion.NEVER);
        assertThat(entry(lasting).servableFor()).isEqualTo(CacheRegion.NEVER);
    }

    @Test
    void showsWhatTheEntrySaysItself() {
        long created = CachedValue.nowMicros(clock);
        region.backend()
                .set(
                        "key",
                        CachedValue.of("value", created)
                                .taking(1_500)
                                .living(Duration.ofSeconds(5).toNanos() / 1_000, Long.MAX_VALUE)
                                .failing(3, created + 2_000_000)
                                .versioned(7),
                        null);
        assertThat(entry(region))
                .isEqualTo(new Entry(
                        Worth.FRESH,
                        start,
                        Duration.ZERO,
                        Duration.ofSeconds(5),
                        CacheRegion.NEVER,
                        Duration.ofSeconds(5),
                        CacheRegion.NEVER,
                        Duration.ofNanos(1_500_000),
                        3,
                        start.plusSeconds(2),
                        7L));
        clock.advance(Duration.ofSeconds(2));
        assertThat(entry(region).retryAt()).isNull();
    }

    @Test
    void showsWhoIsCreating() {
        Gate gate = new Gate();
        Task<String> creator = Task.start("creator", () -> region.getOrCreate("key", gate.then("value")));
        gate.awaitReached();
        KeyState state = region.inspect("key");
        gate.open();
        creator.value();

        assertThat(state.locked()).isTrue();
        assertThat(Objects.requireNonNull(state.creation()).thread()).isEqualTo("creator");
        assertThat(region.inspect("key").locked()).isFalse();
        assertThat(region.inspect("key").creation()).isNull();
    }

    @Test
    void lookingIsNotUsing() {
        region.set("key", "value");
        RegionStats before = region.stats();
        region.inspect("key");
        region.inspect("none");
        region.explain("key");
        assertThat(region.stats()).isEqualTo(before);
    }

    @Test
    void aValueThatCannotBeReadIsNotRead() {
        CacheRegion pickling = CacheRegion.of(
                "test", RegionConfig.builder("memory_pickle").clock(clock).build());
        pickling.set("key", new Unreadable());
        assertThat(entry(pickling).worth()).isEqualTo(Worth.FRESH);
        assertThat(pickling.stats().unreadable()).isZero();
        assertThat(pickling.<Object>get("key")).isNull();
        assertThat(pickling.stats().unreadable()).isEqualTo(1);
    }
}
