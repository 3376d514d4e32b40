package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.backend.RegionInvalidationStrategy;
import io.dogpile.lock.CreationInterruptedException;
import io.dogpile.testing.Crew;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InvalidationTests extends MemoryFixture {

    @Test
    void aHardInvalidationIsTheDefault() throws Exception {
        CacheRegion region = region(HOUR);
        region.set("a", "old");

        region.invalidate();

        assertThat(region.<String>get("a")).isNull();
        assertThat(serves(region, "a")).isEqualTo("nothing");
    }

    @Test
    void severalValuesAreInvalidatedAgainAndAgain() {
        CacheRegion region = region();
        List<String> keys = List.of("a", "b");
        for (int round = 1; round <= 3; round++) {
            Map<String, Integer> created = region.getOrCreateMulti(keys, all(round));
            assertThat(created).containsEntry("a", round).containsEntry("b", round);
            assertThat(region.getOrCreateMulti(keys, all(-1))).isEqualTo(created);
            region.invalidate();
        }
    }

    @Test
    void whatIsWrittenAfterwardsIsNotCaughtEvenIfTheClockStandsStill() {
        CacheRegion region = region(HOUR);

        region.invalidate();
        region.set("a", 1);
        assertThat(region.<Integer>get("a")).isEqualTo(1);

        region.invalidate(false);
        region.setMulti(Map.of("a", 2));
        assertThat(region.<Integer>get("a")).isEqualTo(2);

        region.invalidate();
        region.getOrCreate("a", numbered());
        assertThat(region.<String>get("a")).isEqualTo("value 1");
    }

    @Test
    void everyInvalidationCountsEvenIfTheClockStandsStill() {
        CacheRegion region = region();
        for (int round = 0; round < 3; round++) {
            region.set("a", round);
            region.invalidate(round % 2 == 0);
            assertThat(region.<Integer>get("a")).isNull();
        }
    }

    @Test
    void nothingIsTakenFromTheBackend() {
        CacheRegion region = region();
        region.set("a", 1);

        region.invalidate();

        assertThat(stored(region, "a")).isEqualTo(1);
    }

    @Test
    void aSoftInvalidationMakesValuesStale() throws Exception {
        CacheRegion region = region(HOUR);
        region.set("a", "old");
        clock.advance(MINUTE);

        region.invalidate(false);

        assertThat(region.<String>get("a")).isNull();
        assertThat(serves(region, "a")).isEqualTo("old");
        assertThat(region.<String>get("a")).isEqualTo("new");
    }

    @Test
    void aSoftInvalidationNeedsNoExpirationTime() throws Exception {
        CacheRegion region = region();
        region.invalidate(false);
        region.getOrCreate("a", () -> "old");
        region.invalidate(false);

        assertThat(serves(region, "a")).isEqualTo("old");
        assertThat(region.getOrCreateMulti(List.of("a", "b"), all("multi")))
                .containsEntry("a", "new")
                .containsEntry("b", "multi");
    }

    @Test
    void aSoftInvalidationLeavesSeveralValuesToBeCreatedTogether() {
        CacheRegion region = region(HOUR);
        region.getOrCreateMulti(List.of(1, 2), all("old"));

        region.invalidate(false);

        assertThat(region.getOrCreateMulti(List.of(1, 2), all("new")))
                .containsOnly(Map.entry(1, "new"), Map.entry(2, "new"));
    }

    @Test
    void theStaleWindowOfASoftInvalidationBeginsWithIt() throws Exception {
        CacheRegion region = region(builder -> builder.serveStale(MINUTE));
        region.set("a", "old");
        clock.advance(Duration.ofDays(1));
        region.invalidate(false);

        clock.advance(MINUTE.minusMillis(1));
        assertThat(serves(region, "a")).isEqualTo("old");

        region.invalidate(false);
        clock.advance(MINUTE);
        assertThat(serves(region, "a")).isEqualTo("nothing");
    }

    @Test
    void aSoftInvalidationDoesNotLengthenTheWindowOfAnExpiredValue() throws Exception {
        CacheRegion region = region(builder -> builder.expirationTime(HOUR).serveStale(MINUTE));
        region.set("a", "old");
        clock.advance(HOUR.plusSeconds(59));
        region.invalidate(false);
        clock.advance(Duration.ofSeconds(1));

        assertThat(serves(region, "a")).isEqualTo("nothing");
    }

    @Test
    void aSoftInvalidationDoesNotUndoAnEarlierHardOne() throws Exception {
        CacheRegion region = region(HOUR);
        region.set("a", "old");

        region.invalidate(true);
        region.invalidate(false);

        assertThat(serves(region, "a")).isEqualTo("nothing");
    }

    @Test
    void aHardInvalidationOverridesAnEarlierSoftOne() throws Exception {
        CacheRegion region = region(HOUR);
        region.set("a", "old");

        region.invalidate(false);
        region.invalidate(true);

        assertThat(serves(region, "a")).isEqualTo("nothing");
    }

    @Test
    void regionsWithOneStrategyAreInvalidatedTogether() {
        RegionInvalidationStrategy shared = new LocalInvalidation(clock);
        CacheRegion one = region(builder -> builder.invalidationStrategy(shared));
        CacheRegion two = region(builder -> builder.invalidationStrategy(shared));
        one.set("a", 1);
        two.set("a", 2);

        one.invalidate();

        assertThat(two.<Integer>get("a")).isNull();
        two.set("a", 3);
        assertThat(two.<Integer>get("a")).isEqualTo(3);
    }

    /** What another caller is served while this one creates, without ever waiting: an old value or nothing. */
    private static String serves(CacheRegion region, String key) throws Exception {
        String[] served = new String[1];
        String created = region.getOrCreate(key, () -> {
            served[0] = Crew.work(1, () -> servedAtOnce(region, key)).get(0);
            return "new";
        });
        assertThat(created).isEqualTo("new");
        return served[0];
    }

    private static String servedAtOnce(CacheRegion region, String key) {
        Thread.currentThread().interrupt(); // whoever would have to wait is told so at once
        try {
            return region.getOrCreate(key, () -> "never made");
        } catch (CreationInterruptedException hadToWait) {
            return "nothing";
        } finally {
            Thread.interrupted();
        }
    }
}
