package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.region.FaultyBackend.Operation;
import io.dogpile.testing.Crew;
import io.dogpile.testing.Gate;
import io.dogpile.testing.MutableClock;
import io.dogpile.testing.Task;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Values are ordered by the version of their data: what is older is not stored, and whoever made it gets what is newer. */
@Timeout(60)
class DataOrderTests {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Policies VERSIONED = Policies.NONE.versionOf(Row::version);

    private record Row(String text, Long version) {}

    private static final Row OLD = new Row("old", 1L);
    private static final Row NEW = new Row("new", 2L);
    private static final Row UNVERSIONED = new Row("unversioned", null);

    private final MutableClock clock = new MutableClock();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final RegionListener listener = new RegionListener() {
        @Override
        public void onOutdated(String name, Object key) {
            events.add("outdated " + key);
        }

        @Override
        public void onSuperseded(String name, Object key) {
            events.add("superseded " + key);
        }
    };
    private final CacheBackend shared = Regions.inMemory().backend();
    private final CacheRegion region = region(shared, VERSIONED);
    private final CacheRegion elsewhere = region(shared, VERSIONED);

    private CacheRegion region(CacheBackend backend, Policies policies) {
        return CacheRegion.of(
                "test",
                RegionConfig.builder()
                        .backend(backend)
                        .expirationTime(MINUTE)
                        .waitTimeout(Regions.LONG)
                        .clock(clock)
                        .policies(policies)
                        .listener(listener)
                        .build());
    }

    private static <V> V get(CompletableFuture<V> future) throws Exception {
        return future.get(Crew.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void allCallersOfACreationFromOlderDataGetTheNewer() throws Exception {
        Gate gate = new Gate();
        Task<Row> creation = Task.start(() -> region.getOrCreate("key", gate.then(OLD)));
        gate.awaitReached();
        List<Task<Row>> joined = Regions.joined(3, () -> region.getOrCreate("key", () -> OLD));
        CompletableFuture<Row> future = region.getOrCreateAsync("key", () -> CompletableFuture.completedFuture(OLD));
        elsewhere.set("key", NEW);
        gate.open();

        assertThat(creation.value()).isEqualTo(NEW);
        joined.forEach(each -> assertThat(each.value()).isEqualTo(NEW));
        assertThat(get(future)).isEqualTo(NEW);
        assertThat(events).containsExactly("outdated key");
        assertThat(region.stats().outdated()).isEqualTo(1);
        assertThat(region.stats().superseded()).isZero();
        assertThat(region.stats().puts()).isZero();
        assertThat(region.<Row>get("key")).isEqualTo(NEW);
    }

    @Test
    void asynchronousCallersToo() throws Exception {
        CompletableFuture<Row> row = new CompletableFuture<>();
        CompletableFuture<Row> creation = region.getOrCreateAsync("key", () -> row);
        elsewhere.set("key", NEW);
        row.complete(OLD);

        assertThat(get(creation)).isEqualTo(NEW);
        assertThat(events).containsExactly("outdated key");
    }

    @Test
    void ofSeveralKeysThoseThatAreOutdated() throws Exception {
        Map<String, Row> made = new HashMap<>(Map.of("a", OLD, "b", OLD, "c", UNVERSIONED));
        made.put("d", null);
        Map<String, Row> expected = new HashMap<>(Map.of("a", NEW, "b", OLD, "c", UNVERSIONED));
        expected.put("d", null);

        assertThat(region.getOrCreateMulti(List.of("a", "b", "c", "d"), keys -> {
                    keys.stream().filter(key -> !key.equals("b")).forEach(key -> elsewhere.set(key, NEW));
                    return made;
                }))
                .isEqualTo(expected);
        assertThat(events).containsExactly("outdated a");

        shared.deleteMulti(List.of("a", "b", "c", "d"));
        CompletableFuture<Map<String, Row>> rows = new CompletableFuture<>();
        CompletableFuture<Map<String, Row>> creation =
                region.getOrCreateMultiAsync(List.of("a", "b", "c", "d"), keys -> rows);
        List.of("a", "c", "d").forEach(key -> elsewhere.set(key, NEW));
        rows.complete(made);
        assertThat(get(creation)).isEqualTo(expected);
        assertThat(events).containsExactly("outdated a", "outdated a");
    }

    @Test
    void aChangeInTheSameProcessIsNewerDataToo() {
        Row seen = region.getOrCreate("key", () -> {
            region.set("key", NEW);
            return OLD;
        });
        assertThat(seen).isEqualTo(NEW);
        assertThat(events).containsExactly("outdated key");

        seen = region.getOrCreate("another", () -> {
            region.set("another", UNVERSIONED);
            return OLD;
        });
        assertThat(seen).as("nobody knows which is newer").isEqualTo(OLD);
        assertThat(region.<Row>get("another")).isEqualTo(UNVERSIONED);
        assertThat(events).containsExactly("outdated key", "superseded another");
    }

    @Test
    void settingWhatIsOlderIsCountedAndNotDone() {
        region.setMulti(Map.of("a", NEW, "b", NEW));

        region.set("a", OLD);
        region.setMulti(Map.of("b", OLD, "c", OLD));

        assertThat(region.getMulti(List.of("a", "b", "c"))).isEqualTo(Map.of("a", NEW, "b", NEW, "c", OLD));
        assertThat(events).containsExactlyInAnyOrder("outdated a", "outdated b");
        assertThat(region.stats().outdated()).isEqualTo(2);
        assertThat(region.stats().puts()).isEqualTo(3);
    }

    @Test
    void whatIsExpiredCountsAndWhatIsDeletedDoesNot() {
        region.set("key", NEW);
        clock.advance(MINUTE.multipliedBy(10));

        assertThat(region.<Row>getOrCreate("key", () -> OLD)).isEqualTo(NEW);
        region.delete("key");
        assertThat(region.<Row>getOrCreate("key", () -> OLD)).isEqualTo(OLD);
    }

    @Test
    void aSoftInvalidationKeepsTheOrder() {
        region.set("key", NEW);
        region.invalidate(false);

        assertThat(region.<Row>getOrCreate("key", () -> OLD)).isEqualTo(NEW);
    }

    /** A database that was restored from a copy begins again with older versions. */
    @Test
    void aHardInvalidationEndsTheOrder() {
        region.setMulti(Map.of("a", NEW, "b", NEW, "c", NEW, "d", NEW, "e", NEW));
        region.invalidate();

        assertThat(region.<Row>getOrCreate("a", () -> OLD)).isEqualTo(OLD);
        assertThat(region.getOrCreateMulti(List.of("b"), keys -> Map.of("b", OLD)))
                .isEqualTo(Map.of("b", OLD));
        region.set("c", OLD);
        region.setMulti(Map.of("d", OLD));
        assertThat(region.watch("e").store(OLD)).isTrue();

        assertThat(region.getMulti(List.of("a", "b", "c", "d", "e")))
                .isEqualTo(Map.of("a", OLD, "b", OLD, "c", OLD, "d", OLD, "e", OLD));
        assertThat(events).isEmpty();
    }

    @Test
    void whatIsInvalidatedDuringACreationIsNotAnsweredInItsPlace() {
        region.set("key", NEW);
        clock.advance(MINUTE);

        Row seen = region.getOrCreate("key", () -> {
            region.invalidate();
            return OLD;
        });

        assertThat(seen).isEqualTo(OLD);
        assertThat(events).containsExactly("superseded key");
    }

    @Test
    void whatHasNoVersionReplacesAny() {
        region.set("key", NEW);
        region.set("key", UNVERSIONED);
        assertThat(region.<Row>get("key")).isEqualTo(UNVERSIONED);
        region.set("key", OLD);
        assertThat(region.<Row>get("key")).isEqualTo(OLD);
        region.set("key", null);
        assertThat(region.getValueMetadata("key").payload()).isNull();
        assertThat(events).isEmpty();
    }

    @Test
    void aCallMayHaveAnOrderOfItsOwn() {
        CacheRegion plain = region(shared, Policies.NONE);
        CallOptions ordered = CallOptions.NONE.following(VERSIONED);
        plain.set("key", NEW, ordered);
        plain.set("key", OLD, ordered);
        assertThat(plain.<Row>get("key")).isEqualTo(NEW);
        clock.advance(MINUTE);

        assertThat(plain.<Row>getOrCreate("key", () -> OLD, ordered)).isEqualTo(NEW);
        assertThat(plain.<Row>getOrCreate("key", () -> OLD)).isEqualTo(OLD);
    }

    @Test
    void whatWasWatchedForIsOutdatedToo() {
        KeyWatch watch = region.watch("key");
        shared.set("key", CachedValue.of(NEW, CachedValue.nowMicros(clock)).versioned(2), null);

        assertThat(watch.store(OLD)).isFalse();

        assertThat(region.<Row>get("key")).isEqualTo(NEW);
        assertThat(events).containsExactly("outdated key");
    }

    @Test
    void ifItCantBeReadWhatIsNewerTheCreatedValueIsAnswered() {
        FaultyBackend faulty = new FaultyBackend(shared);
        CacheRegion unlucky = region(faulty, VERSIONED);

        Row seen = unlucky.getOrCreate("key", () -> {
            elsewhere.set("key", NEW);
            faulty.failing.add(Operation.READ);
            return OLD;
        });

        assertThat(seen).isEqualTo(OLD);
        assertThat(elsewhere.<Row>get("key")).isEqualTo(NEW);
        assertThat(events).containsExactly("superseded key");
    }

    @Test
    void withoutVersionsNobodyLooksAgain() {
        FaultyBackend faulty = new FaultyBackend(shared);
        CacheRegion plain = region(faulty, Policies.NONE);

        plain.getOrCreate("key", () -> {
            plain.set("key", NEW);
            faulty.failing.add(Operation.READ);
            return OLD;
        });

        assertThat(events).containsExactly("superseded key");
        assertThat(plain.stats().backendErrors()).isZero();
    }
}
