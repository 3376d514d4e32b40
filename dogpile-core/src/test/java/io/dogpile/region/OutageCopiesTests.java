package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dogpile.backend.BackendException;
import io.dogpile.backend.CachedValue;
import io.dogpile.region.FaultyBackend.Operation;
import io.dogpile.settings.InvalidSettingException;
import io.dogpile.testing.Gate;
import io.dogpile.testing.MutableClock;
import io.dogpile.testing.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P7: what a region that keeps copies does while its backend is down. */
@Timeout(20)
class OutageCopiesTests {

    private static final Duration HOUR = Duration.ofHours(1);

    private final MutableClock clock = new MutableClock();
    private final FaultyBackend backend = new FaultyBackend(Regions.inMemory().backend());
    private final CacheRegion region = region(100);

    private CacheRegion region(long copies) {
        return CacheRegion.of(
                "test",
                RegionConfig.builder()
                        .backend(backend)
                        .expirationTime(HOUR)
                        .waitTimeout(Regions.LONG)
                        .clock(clock)
                        .outageCopies(copies)
                        .build());
    }

    private void goDown() {
        backend.failing.addAll(List.of(Operation.READ, Operation.WRITE, Operation.LOCK, Operation.MUTEX));
    }

    @Test
    void whatWasReadIsStillThere() {
        backend.set("read", CachedValue.of("value", micros()), null);
        region.get("read");

        goDown();

        assertThat(region.<String>get("read")).isEqualTo("value");
        assertThat(region.<String>getOrCreate("read", () -> "unwanted")).isEqualTo("value");
        assertThat(region.getMulti(List.of("read", "never seen"))).isEqualTo(Map.of("read", "value"));
    }

    @Test
    void whatWasReadInABatchIsStillThere() {
        backend.set("read", CachedValue.of("value", micros()), null);
        region.getMulti(List.of("read"));

        goDown();

        assertThat(region.<String>get("read")).isEqualTo("value");
    }

    @Test
    void whatWasCreatedOrSetIsStillThere() {
        region.getOrCreate("created", () -> 1);
        region.getOrCreateMulti(List.of("batch"), keys -> Map.of("batch", 2));
        region.set("set", 3);
        region.setMulti(Map.of("set-1", 4, "set-2", 5));

        goDown();

        assertThat(region.getMulti(List.of("created", "batch", "set", "set-1", "set-2")))
                .isEqualTo(Map.of("created", 1, "batch", 2, "set", 3, "set-1", 4, "set-2", 5));
    }

    @Test
    void whatIsCreatedMeanwhileIsCreatedOnce() {
        goDown();

        assertThat(region.<String>getOrCreate("key", () -> "value")).isEqualTo("value");
        assertThat(region.getOrCreateMulti(List.of("a"), keys -> Map.of("a", 1)))
                .isEqualTo(Map.of("a", 1));

        assertThat(region.<String>getOrCreate("key", () -> "unwanted")).isEqualTo("value");
        assertThat(region.getOrCreateMulti(List.of("a"), keys -> Map.of("a", 2)))
                .isEqualTo(Map.of("a", 1));
    }

    @Test
    void anExpiredCopyIsServedWhileOneCallerCreates() {
        region.set("key", "old");
        goDown();
        clock.advance(HOUR);
        Gate gate = new Gate();
        Task<String> leader = Task.start(() -> region.getOrCreate("key", gate.then("new")));
        gate.awaitReached();

        assertThat(region.<String>getOrCreate("key", () -> "unwanted")).isEqualTo("old");
        gate.open();

        assertThat(leader.value()).isEqualTo("new");
        assertThat(region.<String>getOrCreate("key", () -> "unwanted")).isEqualTo("new");
    }

    @Test
    void aCopyPastItsStaleWindowIsNotServed() {
        region.set("key", "old");
        goDown();
        clock.advance(HOUR.multipliedBy(2));

        assertThat(region.<String>getOrCreate("key", () -> "new")).isEqualTo("new");
    }

    @Test
    void anInvalidationReachesCopies() {
        region.set("key", "value");
        goDown();

        region.invalidate();

        assertThat(region.<String>get("key")).isNull();
    }

    @Test
    void whatWasRemovedHasNoCopy() {
        region.setMulti(Map.of("a", 1, "b", 2, "elsewhere", 3));
        region.delete("a");
        region.deleteMulti(List.of("b"));
        backend.delete("elsewhere");
        region.get("elsewhere");

        goDown();

        assertThat(region.getMulti(List.of("a", "b", "elsewhere"))).isEmpty();
    }

    @Test
    void aChangeThatFailsLeavesNoCopy() {
        region.setMulti(Map.of("a", 1, "b", 2, "c", 3, "d", 4));
        goDown();

        assertThatThrownBy(() -> region.delete("a")).isInstanceOf(BackendException.class);
        assertThatThrownBy(() -> region.deleteMulti(List.of("b"))).isInstanceOf(BackendException.class);
        assertThatThrownBy(() -> region.set("c", 5)).isInstanceOf(BackendException.class);
        assertThatThrownBy(() -> region.setMulti(Map.of("d", 6, "e", 7))).isInstanceOf(BackendException.class);

        assertThat(region.getMulti(List.of("a", "b", "c", "d", "e"))).isEmpty();
    }

    @Test
    void whenTheBackendIsBackItsEntriesCount() {
        region.set("key", "copy");
        goDown();
        assertThat(region.<String>get("key")).isEqualTo("copy");
        backend.failing.clear();
        backend.set("key", CachedValue.of("by another process", micros()), null);

        assertThat(region.<String>get("key")).isEqualTo("by another process");
    }

    private CacheRegion versioned() {
        return CacheRegion.of(
                "test",
                RegionConfig.builder()
                        .backend(backend)
                        .expirationTime(HOUR)
                        .waitTimeout(Regions.LONG)
                        .clock(clock)
                        .outageCopies(100)
                        .policies(Policies.NONE.versionOf((Integer value) -> (long) value))
                        .build());
    }

    @Test
    void olderDataThatIsMadeMeanwhileIsNotPreferredToACopy() {
        CacheRegion versioned = versioned();
        versioned.setMulti(Map.of("a", 2, "b", 2, "c", 2));
        goDown();
        clock.advance(HOUR);

        assertThat(versioned.<Integer>getOrCreate("a", () -> 1)).isEqualTo(2);
        assertThat(versioned.getOrCreateMulti(List.of("a", "b", "c"), keys -> Map.of("a", 1, "b", 1, "c", 3)))
                .isEqualTo(Map.of("a", 2, "b", 2, "c", 3));
        assertThat(versioned.<Integer>getOrCreate("a", () -> 3)).isEqualTo(3);
        assertThat(versioned.stats().outdated()).isEqualTo(3);
    }

    @Test
    void olderDataThatCanNotBeStoredIsNotPreferredToACopy() {
        CacheRegion versioned = versioned();
        versioned.setMulti(Map.of("a", 2, "b", 2));
        clock.advance(HOUR);

        assertThat(versioned.<Integer>getOrCreate("a", () -> {
                    backend.failing.addAll(List.of(Operation.READ, Operation.WRITE));
                    return 1;
                }))
                .isEqualTo(2);
        backend.failing.clear();
        assertThat(versioned.getOrCreateMulti(List.of("b"), keys -> {
                    backend.failing.addAll(List.of(Operation.READ, Operation.WRITE));
                    return Map.of("b", 1);
                }))
                .isEqualTo(Map.of("b", 2));
    }

    @Test
    void aChangeThatFailsLeavesCopiesOfNewerData() {
        CacheRegion versioned = versioned();
        versioned.setMulti(Map.of("a", 2, "b", 2, "c", 2));
        goDown();

        assertThatThrownBy(() -> versioned.set("a", 1)).isInstanceOf(BackendException.class);
        assertThatThrownBy(() -> versioned.setMulti(Map.of("b", 1, "c", 3))).isInstanceOf(BackendException.class);

        assertThat(versioned.getMulti(List.of("a", "b", "c"))).isEqualTo(Map.of("a", 2, "b", 2));
    }

    @Test
    void copiesKeepToTheOrderUntilTheRegionIsInvalidated() {
        CacheRegion versioned = versioned();
        versioned.setMulti(Map.of("a", 2, "b", 2, "c", 2));
        backend.deleteMulti(List.of("a", "b", "c"));
        backend.setMulti(Map.of("a", older(), "b", older()), Map.of());
        versioned.get("a");
        goDown();
        assertThat(versioned.<Integer>get("a")).isEqualTo(2);
        backend.failing.clear();

        versioned.invalidate();
        clock.advance(HOUR);
        backend.setMulti(Map.of("a", older(), "b", older()), Map.of());
        versioned.get("a");
        versioned.getMulti(List.of("b"));
        goDown();

        assertThat(versioned.getMulti(List.of("a", "b"))).isEqualTo(Map.of("a", 1, "b", 1));
    }

    private CachedValue<?> older() {
        return CachedValue.of(1, micros()).versioned(1);
    }

    @Test
    void thereAreNotMoreThanWereAskedFor() {
        CacheRegion small = region(5);
        List<Integer> keys = IntStream.range(0, 100).boxed().toList();
        keys.forEach(key -> small.set(key, key));
        goDown();

        await().untilAsserted(() -> assertThat(small.getMulti(keys)).hasSizeLessThanOrEqualTo(5));
    }

    @Test
    void aNegativeNumberIsRefused() {
        assertThatThrownBy(() -> region(-1))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("outage-copies=-1: is negative. Give 0 for no copies.");
    }

    private long micros() {
        return clock.millis() * 1_000;
    }
}
