package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.testing.Gate;
import io.dogpile.testing.MutableClock;
import io.dogpile.testing.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** P5: before and after an invalidation are told apart whatever the clock does. */
@Timeout(20)
class InvalidationAndTheClockTests {

    private final MutableClock clock = new MutableClock();
    private final CacheRegion region =
            CacheRegion.of("test", Regions.expiring(clock).build());

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void alternatesWithinOneMicrosecond(boolean hard) {
        for (int round = 0; round < 100; round++) {
            region.set("key", round);
            assertThat(region.<Integer>get("key")).isEqualTo(round);
            region.invalidate(hard);
            assertThat(region.<Integer>get("key")).isNull();
        }
        region.invalidate(!hard);
        region.getOrCreate("key", () -> "created");
        assertThat(region.<String>get("key")).isEqualTo("created");
    }

    @Test
    void aSoftInvalidationLeavesTheEntryServable() {
        region.set("key", "old");
        region.invalidate(false);
        Gate gate = new Gate();
        Task<String> elected = Task.start(() -> region.getOrCreate("key", gate.then("new")));
        gate.awaitReached();

        assertThat(region.<String>getOrCreate("key", () -> "unwanted")).isEqualTo("old");
        region.invalidate(true);
        Task<String> waiting =
                Task.start(() -> region.getOrCreate("key", () -> "newest")).awaitWaiting();
        gate.open();

        assertThat(elected.value()).isEqualTo("new");
        assertThat(waiting.value()).isEqualTo("newest");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInvalidationByAnotherProcessDuringACreationWins(boolean hard) {
        LocalInvalidation shared = new LocalInvalidation(clock);
        CacheRegion here = CacheRegion.of(
                "test",
                Regions.memory().clock(clock).invalidationStrategy(shared).build());

        assertThat(here.<String>getOrCreate("single", () -> {
                    shared.invalidate(hard);
                    return "value";
                }))
                .isEqualTo("value");
        assertThat(here.getOrCreateMulti(List.of("multi"), keys -> {
                    shared.invalidate(hard);
                    return Map.of("multi", "value");
                }))
                .isEqualTo(Map.of("multi", "value"));

        assertThat(here.backend().get("single", Object.class)).isNull();
        assertThat(here.backend().get("multi", Object.class)).isNull();
        assertThat(here.<String>getOrCreate("single", () -> "next")).isEqualTo("next");
        assertThat(here.<String>get("single")).isEqualTo("next");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInvalidationWinsAlthoughTheClockWentBack(boolean hard) {
        region.set("set", "old");
        region.getOrCreate("created", () -> "old");
        region.getOrCreateMulti(List.of("multi"), keys -> Map.of("multi", "old"));
        clock.advance(Duration.ofHours(-1));
        region.invalidate(hard);

        assertThat(region.getMulti(List.of("set", "created", "multi"))).isEmpty();
        region.set("set", "new");
        assertThat(region.<String>get("set")).isEqualTo("new");
    }
}
