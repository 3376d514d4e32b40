package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.testing.Crew;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** P14: all of this is decided by the region's clock. */
class ExpirationTests extends MemoryFixture {

    private static final Duration MICRO = Duration.ofNanos(1_000);

    @Test
    void aValueIsFreshUntilJustBeforeItsExpirationTime() {
        CacheRegion region = region(HOUR);
        region.set("a", 1);

        clock.advance(HOUR.minusMillis(1));
        assertThat(region.<Integer>get("a")).isEqualTo(1);
        assertThat(region.<Object>getOrCreate("a", numbered())).isEqualTo(1);

        clock.advance(Duration.ofMillis(1));
        assertThat(region.<Integer>get("a")).isNull();
        assertThat(region.getMulti(List.of("a"))).isEmpty();
        assertThat(region.<String>getOrCreate("a", numbered())).isEqualTo("value 1");
    }

    @Test
    void zeroMeansAlwaysExpired() {
        CacheRegion region = region(Duration.ZERO);

        assertThat(region.<String>getOrCreate("a", numbered())).isEqualTo("value 1");
        assertThat(region.<String>getOrCreate("a", numbered())).isEqualTo("value 2");
        assertThat(region.<String>get("a")).isNull();
    }

    @Test
    void zeroMeansAlwaysExpiredBetweenTwoMillisecondsToo() {
        clock.advance(MICRO.multipliedBy(300));
        CacheRegion region = region(HOUR);
        CallOptions always = CallOptions.expiring(Duration.ZERO);
        region.set("a", 1);

        assertThat(region.<Integer>get("a", always)).isNull();
        clock.advance(MICRO);
        assertThat(region.<Integer>get("a", always)).isNull();
        assertThat(region.<String>getOrCreate("a", numbered(), always)).isEqualTo("value 1");
    }

    @Test
    void expirationIsIgnoredOnRequest() {
        CacheRegion region = region(HOUR);
        region.set("a", 1);
        clock.advance(HOUR.plusMinutes(1));

        assertThat(region.<Integer>get("a", CallOptions.ignoringExpiration())).isEqualTo(1);
        assertThat(region.getMulti(List.of("a"), CallOptions.ignoringExpiration()))
                .containsKey("a");
        region.invalidate();
        assertThat(region.<Integer>get("a", CallOptions.ignoringExpiration())).isEqualTo(1);
    }

    @Test
    void aReadersOwnExpirationTimeCountsForThatReadOnly() {
        CacheRegion region = region(HOUR);
        region.set("a", 1);
        clock.advance(HOUR.plusMinutes(1));

        assertThat(region.<Integer>get("a", CallOptions.expiring(HOUR.multipliedBy(2))))
                .isEqualTo(1);
        assertThat(region.<Integer>get("a", CallOptions.expiring(CacheRegion.NEVER)))
                .isEqualTo(1);
        assertThat(region.<Integer>get("a")).isNull();
    }

    @Test
    void aCallersOwnExpirationTimeIsNotStoredWithTheValue() {
        CacheRegion region = region(HOUR);
        CallOptions aMinute = CallOptions.expiring(MINUTE);
        assertThat(region.<String>getOrCreate("a", numbered(), aMinute)).isEqualTo("value 1");

        clock.advance(MINUTE.multipliedBy(2));

        assertThat(region.<String>get("a")).isEqualTo("value 1");
        assertThat(region.<String>get("a", aMinute)).isNull();
        assertThat(region.<String>getOrCreate("a", numbered(), aMinute)).isEqualTo("value 2");
        assertThat(region.<String>get("a")).isEqualTo("value 2");
    }

    @Test
    void minusOneCreatesNothingAnewHoweverOldItIs() {
        CacheRegion region = region(HOUR);
        region.getOrCreate("a", numbered());
        clock.advance(HOUR.plusMinutes(1));

        assertThat(region.<String>getOrCreate("a", numbered(), CallOptions.expiring(CacheRegion.NEVER)))
                .isEqualTo("value 1");
        assertThat(region.<String>getOrCreate("a", numbered())).isEqualTo("value 2");
    }

    @Test
    void severalValuesExpireLikeOne() {
        CacheRegion region = region(HOUR);
        MultiCreator<String, String> creator =
                keys -> keys.stream().collect(Collectors.toMap(key -> key, key -> key + clock.instant()));
        Map<String, String> before = region.getOrCreateMulti(List.of("c", "a", "b"), creator);
        clock.advance(HOUR.plusMinutes(1));

        assertThat(region.<String>get("a")).isNull();
        assertThat(region.<String>get("a", CallOptions.ignoringExpiration())).isEqualTo(before.get("a"));
        assertThat(region.getOrCreateMulti(List.of("c", "a"), creator, CallOptions.expiring(CacheRegion.NEVER)))
                .containsExactly(Map.entry("c", before.get("c")), Map.entry("a", before.get("a")));
        assertThat(region.getOrCreateMulti(List.of("c", "a"), creator))
                .containsExactly(Map.entry("c", "c" + clock.instant()), Map.entry("a", "a" + clock.instant()));
    }

    @Test
    void anExpirationTimeMayBeAskedForWithEachCall() {
        CacheRegion region = region(HOUR);
        Duration[] limit = {MINUTE};
        CallOptions options = CallOptions.expiring(() -> limit[0]);
        region.getOrCreate("a", numbered(), options);
        clock.advance(MINUTE);

        assertThat(region.<String>get("a", options)).isNull();
        limit[0] = HOUR;
        assertThat(region.<String>get("a", options)).isEqualTo("value 1");
    }

    @Test
    void aCallWithoutAnExpirationTimeOfItsOwnHasTheRegions() {
        CacheRegion region = region(MINUTE);
        CallOptions options = CallOptions.expiring(() -> null);
        region.set("a", 1);

        assertThat(region.<Integer>get("a", options)).isEqualTo(1);
        clock.advance(MINUTE);
        assertThat(region.<Integer>get("a", options)).isNull();
    }

    @Test
    void aStaleValueIsServedForAsLongAsItWasFresh() throws Exception {
        CacheRegion region = region(HOUR);

        assertThat(servedWhileCreating(region, HOUR.multipliedBy(2).minusMillis(1)))
                .isEqualTo("old");
    }

    @Test
    void aStaleValueIsServedWithinTheWindowOnly() throws Exception {
        CacheRegion region = region(builder -> builder.expirationTime(HOUR).serveStale(MINUTE));

        assertThat(servedWhileCreating(region, HOUR.plus(MINUTE).minusMillis(1)))
                .isEqualTo("old");
        region.delete("a");
        assertThat(servedWhileCreating(region, HOUR.plus(MINUTE))).isEqualTo("new");
    }

    @Test
    void withoutAWindowNoStaleValueIsServed() throws Exception {
        CacheRegion region = region(builder -> builder.expirationTime(HOUR).serveStale(Duration.ZERO));

        assertThat(servedWhileCreating(region, HOUR)).isEqualTo("new");
    }

    @Test
    void aWindowWithoutEndServesAsDogpileCacheDoes() throws Exception {
        CacheRegion region = region(builder -> builder.expirationTime(HOUR).serveStale(CacheRegion.NEVER));

        assertThat(servedWhileCreating(region, Duration.ofDays(1_000))).isEqualTo("old");
    }

    /** What another caller gets while the successor of a value of the given age is created, or afterwards. */
    private String servedWhileCreating(CacheRegion region, Duration age) throws Exception {
        region.set("a", "old");
        clock.advance(age);
        FutureTask<String> waiting = new FutureTask<>(() -> region.getOrCreate("a", () -> "never made"));
        region.getOrCreate("a", () -> {
            Thread thread = new Thread(waiting);
            thread.start();
            await().until(() -> waiting.isDone() || thread.getState() == Thread.State.TIMED_WAITING);
            return "new";
        });
        return Crew.get(waiting);
    }
}
