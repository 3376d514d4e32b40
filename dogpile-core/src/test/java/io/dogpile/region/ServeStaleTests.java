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

/** P14: an entry grows old by the region's clock alone, and is servable for as long as the window says. */
@Timeout(20)
class ServeStaleTests {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    private final MutableClock clock = new MutableClock();
    private final Gate gate = new Gate();

    private CacheRegion region(Duration expiration, Duration window) {
        CacheRegion region = CacheRegion.of(
                "test",
                Regions.memory()
                        .clock(clock)
                        .expirationTime(expiration)
                        .serveStale(window)
                        .build());
        region.set("key", "old");
        return region;
    }

    private void assertFresh(CacheRegion region) {
        assertThat(region.<String>get("key")).isEqualTo("old");
        assertThat(region.<String>getOrCreate("key", () -> "unwanted")).isEqualTo("old");
    }

    private void assertStale(CacheRegion region) {
        assertThat(region.<String>get("key")).isNull();
        Task<String> elected = Task.start(() -> region.getOrCreate("key", gate.then("new")));
        gate.awaitReached();
        assertThat(region.<String>getOrCreate("key", () -> "unwanted")).isEqualTo("old");
        gate.open();
        assertThat(elected.value()).isEqualTo("new");
    }

    private void assertMissing(CacheRegion region) {
        Task<String> elected = Task.start(() -> region.getOrCreate("key", gate.then("new")));
        gate.awaitReached();
        Task<String> single =
                Task.start(() -> region.getOrCreate("key", () -> "unwanted")).awaitWaiting();
        Task<Map<String, String>> multi = Task.start(
                        () -> region.getOrCreateMulti(List.of("key"), keys -> Map.of("key", "unwanted")))
                .awaitWaiting();
        gate.open();
        assertThat(elected.value()).isEqualTo("new");
        assertThat(single.value()).isEqualTo("new");
        assertThat(multi.value()).isEqualTo(Map.of("key", "new"));
    }

    @Test
    void anEntryIsFreshUntilItsExpirationTime() {
        CacheRegion region = region(MINUTE, null);
        clock.advance(MINUTE.minus(MILLISECOND));
        assertFresh(region);
    }

    @Test
    void anEntryIsStaleFromItsExpirationTimeOn() {
        CacheRegion region = region(MINUTE, null);
        clock.advance(MINUTE);
        assertStale(region);
    }

    @Test
    void byDefaultAnEntryIsServableForAnotherExpirationTime() {
        CacheRegion region = region(MINUTE, null);
        clock.advance(MINUTE.multipliedBy(2).minus(MILLISECOND));
        assertStale(region);
    }

    @Test
    void pastTheDefaultWindowAnEntryIsMissing() {
        CacheRegion region = region(MINUTE, null);
        clock.advance(MINUTE.multipliedBy(2));
        assertMissing(region);
    }

    @Test
    void pastItsWindowAnEntryIsMissing() {
        CacheRegion region = region(MINUTE, Duration.ofSeconds(5));
        clock.advance(MINUTE.plusSeconds(5));
        assertMissing(region);
    }

    @Test
    void withoutAWindowCallersWait() {
        CacheRegion region = region(MINUTE, Duration.ZERO);
        clock.advance(MINUTE);
        assertMissing(region);
    }

    @Test
    void aWindowWithoutEndServesAnyOldEntry() {
        CacheRegion region = region(MINUTE, CacheRegion.NEVER);
        clock.advance(Duration.ofDays(10_000));
        assertStale(region);
    }

    @Test
    void anEntryThatNeverExpiresIsStaleWhenItIsInvalidatedSoftly() {
        CacheRegion region = region(CacheRegion.NEVER, null);
        clock.advance(Duration.ofDays(10_000));
        assertFresh(region);
        region.invalidate(false);
        clock.advance(Duration.ofDays(10_000));
        assertStale(region);
    }

    @Test
    void theWindowOfASoftInvalidationStartsWithIt() {
        CacheRegion region = region(CacheRegion.NEVER, MINUTE);
        clock.advance(Duration.ofDays(1));
        region.invalidate(false);
        clock.advance(MINUTE.minus(MILLISECOND));
        assertStale(region);
    }

    @Test
    void pastTheWindowOfASoftInvalidationAnEntryIsMissing() {
        CacheRegion region = region(CacheRegion.NEVER, MINUTE);
        clock.advance(Duration.ofDays(1));
        region.invalidate(false);
        clock.advance(MINUTE);
        assertMissing(region);
    }

    @Test
    void aSoftInvalidationDoesNotProlongTheWindow() {
        CacheRegion region = region(MINUTE, MINUTE);
        clock.advance(MINUTE.plusSeconds(30));
        region.invalidate(false);
        clock.advance(Duration.ofSeconds(30));
        assertMissing(region);
    }

    @Test
    void aHardInvalidationLeavesNothingToServe() {
        CacheRegion region = region(CacheRegion.NEVER, CacheRegion.NEVER);
        region.invalidate();
        assertMissing(region);
    }

    @Test
    void aCallMayBringItsOwnExpirationTime() {
        CacheRegion region = region(MINUTE, null);
        clock.advance(Duration.ofSeconds(10));

        assertThat(region.<String>get("key", CallOptions.expiring(Duration.ofSeconds(10))))
                .isNull();
        assertThat(region.<String>get("key", CallOptions.expiring(Duration.ofSeconds(11))))
                .isEqualTo("old");
        clock.advance(MINUTE);
        assertThat(region.<String>get("key", CallOptions.ignoringExpiration())).isEqualTo("old");
    }
}
