package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.dogpile.backend.CachedValue;
import io.dogpile.backend.KeyFence;
import io.dogpile.backend.LocalMutexes;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.lock.CreationRejectedException;
import io.dogpile.lock.CreationTimeoutException;
import io.dogpile.lock.CreatorTimeoutException;
import io.dogpile.lock.StaleReason;
import io.dogpile.region.FaultyBackend.Operation;
import io.dogpile.region.KeyEvent.Change;
import io.dogpile.region.KeyEvent.Creation;
import io.dogpile.region.KeyEvent.Creation.Ending;
import io.dogpile.region.KeyEvent.Creation.Mode;
import io.dogpile.region.KeyEvent.Creation.Reason;
import io.dogpile.region.KeyEvent.StaleServed;
import io.dogpile.region.KeyEvent.Trouble;
import io.dogpile.region.KeyEvent.Waited;
import io.dogpile.region.KeyEvent.Waited.For;
import io.dogpile.region.KeyEvent.What;
import io.dogpile.testing.Gate;
import io.dogpile.testing.MutableClock;
import io.dogpile.testing.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a region says about the last things that happened to a key. */
@Timeout(20)
class ExplainTests {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final StaleServed STALE = new StaleServed(StaleReason.CREATING);
    private static final Waited JOINED = new Waited(For.CREATION, false);

    private final MutableClock clock = new MutableClock();
    private final Instant start = clock.instant();
    private final Gate gate = new Gate();
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private final CacheRegion region =
            CacheRegion.of("test", Regions.expiring(clock).explainedKeys(10).build());

    @AfterEach
    void open() {
        gate.open();
    }

    private static Creation creation(Reason reason, Ending ending) {
        return new Creation(reason, Mode.CALLER, ending, null);
    }

    private static List<What> whatOf(CacheRegion explained, Object key) {
        return explained.explain(key).events().stream().map(KeyEvent::what).toList();
    }

    private List<What> what(Object key) {
        return whatOf(region, key);
    }

    private KeyEvent newest() {
        return region.explain("key").events().get(0);
    }

    private static String fail(CacheRegion failing, RuntimeException error) {
        return failing.getOrCreate("key", () -> {
            throw error;
        });
    }

    @Test
    void aCreationSaysByWhomWhenForHowLongAndWhy() {
        Task<String> caller = Task.start("some-caller", () -> region.getOrCreate("key", gate.then("value")));
        gate.awaitReached();
        clock.advance(MINUTE);
        gate.open();
        caller.value();

        KeyEvent event = newest();
        assertThat(event.what()).isEqualTo(creation(Reason.MISSING, Ending.STORED));
        assertThat(event.thread()).isEqualTo("some-caller");
        assertThat(event.first()).isEqualTo(start.plus(MINUTE)).isEqualTo(event.last());
        assertThat(event.count()).isEqualTo(1);
        assertThat(event.longest()).isPositive();
        assertThat(region.explain("key").events()).hasSize(1);
        assertThat(region.explain("key").toString())
                .contains("'key'", "2026-01-01T00:01:00Z: creation (missing; caller): stored", "'some-caller'");
    }

    @Test
    void saysWhyTheValueWasNotFresh() {
        region.getOrCreate("key", () -> 1);
        clock.advance(MINUTE);
        region.getOrCreate("key", () -> 2);
        region.invalidate(false);
        region.getOrCreate("key", () -> 3);
        region.invalidate(true);
        region.getOrCreate("key", () -> 4);
        clock.advance(MINUTE.multipliedBy(3));
        region.getOrCreate("key", () -> 5);
        region.delete("key");
        region.getOrCreate("key", () -> 6);

        assertThat(what("key"))
                .containsExactly(
                        creation(Reason.MISSING, Ending.STORED),
                        Change.DELETED,
                        creation(Reason.EXPIRED, Ending.STORED),
                        creation(Reason.INVALIDATED, Ending.STORED),
                        Change.INVALIDATED,
                        creation(Reason.SOFTLY_INVALIDATED, Ending.STORED),
                        Change.SOFTLY_INVALIDATED,
                        creation(Reason.EXPIRED, Ending.STORED),
                        creation(Reason.MISSING, Ending.STORED));
    }

    @Test
    void severalKeysAreToldEachForItself() {
        List<Object> list = List.of("a", "list");
        region.getOrCreateMulti(List.of("a", list), keys -> Map.of("a", 1, list, 2));
        region.setMulti(Map.of("a", 1));
        region.deleteMulti(List.of("a", "b"));
        clock.advance(MINUTE);
        region.getOrCreateMulti(List.of(list), keys -> Map.of(list, 3));

        assertThat(what("a")).containsExactly(Change.DELETED, Change.SET, creation(Reason.MISSING, Ending.STORED));
        assertThat(what(list))
                .containsExactly(creation(Reason.EXPIRED, Ending.STORED), creation(Reason.MISSING, Ending.STORED));
        assertThat(what("b")).containsExactly(Change.DELETED);
        assertThat(what("list")).isEmpty();
    }

    @Test
    void anAsynchronousCreationIsCalledThat() {
        region.getOrCreateAsync("key", () -> CompletableFuture.completedFuture(1))
                .join();
        region.getOrCreateMultiAsync(List.of("a"), keys -> CompletableFuture.completedFuture(Map.of("a", 1)))
                .join();

        Creation expected = new Creation(Reason.MISSING, Mode.ASYNCHRONOUS, Ending.STORED, null);
        assertThat(what("key")).containsExactly(expected);
        assertThat(what("a")).containsExactly(expected);
    }

    @Test
    void aCreationInTheBackgroundIsCalledThatAndItsFailureToldOnce() {
        CacheRegion refreshing = CacheRegion.of(
                "test",
                Regions.expiring(clock)
                        .explainedKeys(10)
                        .asyncCreation(queue::add)
                        .build());
        refreshing.getOrCreate("key", () -> 1);
        clock.advance(MINUTE);
        for (int i = 0; i < 3; i++) {
            refreshing.getOrCreate("key", () -> {
                throw new IllegalStateException("no database");
            });
        }
        Task.start("refresher", () -> run(queue.remove())).value();

        assertThat(whatOf(refreshing, "key"))
                .containsExactly(
                        new Creation(
                                Reason.EXPIRED,
                                Mode.BACKGROUND,
                                Ending.FAILED,
                                "java.lang.IllegalStateException: no database"),
                        STALE,
                        creation(Reason.MISSING, Ending.STORED));
        assertThat(refreshing.explain("key").events().get(0).thread()).isEqualTo("refresher");
        assertThat(refreshing.explain("key").events().get(1).count()).isEqualTo(3);
    }

    private static boolean run(Runnable task) {
        task.run();
        return true;
    }

    @Test
    void aThousandStaleValuesAreOneEventWithACount() {
        region.set("key", "old");
        clock.advance(MINUTE);
        Task<String> creator = Task.start(() -> region.getOrCreate("key", gate.then("new")));
        gate.awaitReached();
        for (int i = 0; i < 1_000; i++) {
            region.getOrCreate("key", () -> "never");
            clock.advance(Duration.ofMillis(1));
        }
        KeyEvent event = newest();

        assertThat(event.what()).isEqualTo(STALE);
        assertThat(event.count()).isEqualTo(1_000);
        assertThat(event.first()).isEqualTo(start.plus(MINUTE));
        assertThat(event.last()).isEqualTo(start.plus(MINUTE).plusMillis(999));
        assertThat(region.explain("key").events()).hasSize(2);
        gate.open();
        creator.value();
    }

    @Test
    void aStormOnAKeyIsOneCreationAndACountOfThoseWhoWaited() {
        AtomicInteger creations = new AtomicInteger();
        Task<Integer> creator = Task.start(() -> region.getOrCreate("key", () -> {
            gate.pass();
            return creations.incrementAndGet();
        }));
        gate.awaitReached();
        List<Task<Integer>> others = Regions.joined(49, () -> region.getOrCreate("key", creations::incrementAndGet));
        gate.open();
        others.forEach(Task::value);
        creator.value();

        assertThat(what("key")).containsExactlyInAnyOrder(creation(Reason.MISSING, Ending.STORED), JOINED);
        assertThat(region.explain("key").events())
                .filteredOn(event -> event.what().equals(JOINED))
                .singleElement()
                .satisfies(event -> assertThat(event.count()).isEqualTo(49))
                .satisfies(event -> assertThat(event.longest()).isPositive());
    }

    @Test
    void hitsAreNotRemembered() {
        region.set("key", "value");
        region.getOrCreate("key", () -> "never");
        region.getOrCreateAsync("key", () -> CompletableFuture.completedFuture("never"))
                .join();
        region.getOrCreateMulti(List.of("key"), keys -> Map.of());
        region.get("key");
        assertThat(what("key")).containsExactly(Change.SET);

        region.backend().set("other", CachedValue.of("value", CachedValue.nowMicros(clock)), null);
        region.getOrCreateAsync("other", () -> CompletableFuture.completedFuture("never"))
                .join();
        assertThat(((DefaultCacheRegion) region).configured().events.histories.size())
                .isEqualTo(1);
    }

    @Test
    void aSupersededCreationSaysWhatCameBetween() {
        region.getOrCreate("key", () -> {
            region.set("key", "newer");
            return "older";
        });
        assertThat(what("key")).containsExactly(creation(Reason.MISSING, Ending.SUPERSEDED), Change.SET);
    }

    @Test
    void aFencedCreationIsCalledThat() {
        KeyFence fence = region.fence(List.of("key"));
        region.getOrCreate("key", () -> "value");
        region.getOrCreateMulti(List.of("key"), keys -> Map.of("key", "value"));
        fence.close();
        assertThat(what("key"))
                .containsExactly(creation(Reason.MISSING, Ending.FENCED), creation(Reason.MISSING, Ending.FENCED));
    }

    @Test
    void whatIsNotToBeStoredIsCalledThat() {
        region.getOrCreate("key", () -> "value", CallOptions.NONE.cachingOnlyIf(value -> false));
        region.getOrCreateMulti(
                List.of("key"), keys -> Map.of("key", "value"), CallOptions.NONE.cachingOnlyIf(value -> false));
        Creation expected = creation(Reason.MISSING, Ending.NOT_TO_BE_STORED);
        assertThat(what("key")).containsExactly(expected, expected);
    }

    @Test
    void aCreatorThatAsksForItsOwnKeyHasTwoCreations() {
        region.getOrCreate("key", () -> "outer " + region.getOrCreate("key", () -> "inner"));
        assertThat(what("key"))
                .containsExactly(creation(Reason.MISSING, Ending.STORED), creation(Reason.MISSING, Ending.UNSHARED));
    }

    @Test
    void theSameFailureAgainAndAgainIsCountedAndItsMessageCut() {
        IllegalStateException error = new IllegalStateException("x".repeat(100_000));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> fail(region, error)).isSameAs(error);
        }
        assertThat(newest().count()).isEqualTo(3);
        assertThat(newest().what()).isInstanceOfSatisfying(Creation.class, failed -> {
            assertThat(failed.ending()).isEqualTo(Ending.FAILED);
            assertThat(failed.failure())
                    .startsWith("java.lang.IllegalStateException: xxx")
                    .hasSizeLessThan(300);
        });
        assertThat(region.explain("key").events()).hasSize(1);
    }

    @Test
    void aWatchedValueIsSetOrTooLate() {
        try (KeyWatch watch = region.watch("key")) {
            watch.store("value");
        }
        try (KeyWatch watch = region.watch("key")) {
            region.delete("key");
            watch.store("value");
        }
        assertThat(what("key")).containsExactly(new Trouble(Trouble.Kind.SUPERSEDED, null), Change.DELETED, Change.SET);
    }

    @Test
    void whatABackendThatFailsDoesIsToldOncePerKind() {
        FaultyBackend backend = new FaultyBackend(Regions.inMemory().backend());
        CacheRegion faulty = CacheRegion.of(
                "test",
                RegionConfig.builder()
                        .backend(backend)
                        .clock(clock)
                        .explainedKeys(10)
                        .build());
        backend.failing.addAll(List.of(Operation.READ, Operation.WRITE, Operation.LOCK, Operation.MUTEX));
        faulty.getOrCreate("key", () -> "value");
        backend.failing.removeAll(List.of(Operation.LOCK, Operation.MUTEX));
        faulty.getOrCreate("key", () -> "value");
        faulty.getOrCreateMulti(List.of("key"), keys -> Map.of("key", "value"));

        Creation lost = creation(Reason.MISSING, Ending.WITHOUT_BACKEND);
        assertThat(whatOf(faulty, "key"))
                .hasSize(4)
                .contains(lost, lost, lost)
                .anySatisfy(what -> assertThat(what)
                        .isInstanceOfSatisfying(
                                Trouble.class,
                                trouble -> assertThat(trouble.failure())
                                        .isEqualTo("setMulti, io.dogpile.backend.BackendException: WRITE failed")));
        assertThat(faulty.explain("other").events()).as("of the region").hasSize(1);
        assertThat(faulty.explain("other").events().get(0).count()).isGreaterThan(3);
    }

    @Test
    void aLockThatIsLostIsTold() {
        LostLocks lost = new LostLocks(Regions.inMemory().backend());
        CacheRegion losing = CacheRegion.of(
                "test", RegionConfig.builder().backend(lost).explainedKeys(10).build());
        losing.getOrCreate("key", () -> "value");
        assertThat(whatOf(losing, "key"))
                .containsExactly(new Trouble(Trouble.Kind.LOST_LOCK, null), creation(Reason.MISSING, Ending.REFUSED));
    }

    @Test
    void waitingForAnotherProcessLockIsTold() throws Exception {
        LocalMutexes cluster = new LocalMutexes();
        CacheRegion sharing = CacheRegion.of(
                "test",
                Regions.memory()
                        .explainedKeys(10)
                        .wrap(backend -> new SharedMutexes(backend, cluster))
                        .build());
        Held elsewhere = cluster.mutex("key").tryAcquire(Duration.ZERO).orElseThrow();
        Task<String> caller =
                Task.start(() -> sharing.getOrCreate("key", () -> "value")).awaitWaiting();
        elsewhere.release();
        caller.value();
        sharing.getOrCreate("free", () -> "value");

        assertThat(whatOf(sharing, "key"))
                .containsExactly(creation(Reason.MISSING, Ending.STORED), new Waited(For.LOCK, false));
        assertThat(whatOf(sharing, "free")).containsExactly(creation(Reason.MISSING, Ending.STORED));
    }

    @Test
    void aTimeoutSaysWhatHappenedToTheKey() {
        CacheRegion impatient = CacheRegion.of(
                "test",
                RegionConfig.builder("memory")
                        .waitTimeout(Duration.ofMillis(20))
                        .explainedKeys(10)
                        .build());
        assertThatThrownBy(() -> fail(impatient, new IllegalStateException("no database")));
        impatient.set("key", "value");
        impatient.delete("key");
        Task.start(() -> impatient.getOrCreate("key", gate.then("value")));
        gate.awaitReached();

        for (CreationTimeoutException timeout : List.of(
                catchThrowableOfType(CreationTimeoutException.class, () -> impatient.getOrCreate("key", () -> "mine")),
                catchThrowableOfType(
                        CreationTimeoutException.class,
                        () -> impatient.getOrCreateMulti(List.of("key"), keys -> Map.of())))) {
            assertThat(timeout)
                    .hasMessageContaining("serve-stale")
                    .hasMessageContaining("waited for creation, in vain")
                    .hasMessageContaining("deleted")
                    .hasMessageContaining("failed, java.lang.IllegalStateException: no database");
        }
        assertThat(impatient.getOrCreateAsync("key", () -> CompletableFuture.completedFuture("mine")))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingCause()
                .withMessageContaining("waited for creation, in vain");
        assertThat(whatOf(impatient, "key").get(0)).isEqualTo(new Waited(For.CREATION, true));
    }

    @Test
    void whatMadeRoomInMemoryIsTold() {
        CacheRegion small = CacheRegion.of(
                "test",
                Regions.memory().argument("maximum-size", 1).explainedKeys(100).build());
        for (int key = 0; key < 20; key++) {
            small.get(key); // only of keys that are remembered is it told
        }
        for (int key = 0; key < 20; key++) {
            small.set(key, "value");
        }
        // in any order: another thread may make room before the one that stores has told of it
        await().untilAsserted(() -> assertThat(
                        IntStream.range(0, 20).filter(key -> whatOf(small, key).contains(Change.EVICTED)))
                .hasSize(19));
    }

    @Test
    void whatWasTooOldIsTold() {
        region.set("key", "value");
        clock.advance(Duration.ofHours(1));
        region.set("other", "value");
        await().untilAsserted(() -> assertThat(what("key")).containsExactly(Change.DROPPED, Change.SET));
        assertThat(what("other")).containsExactly(Change.SET);
    }

    @Test
    void copiesForOutagesAreNobodysEntries() {
        CacheRegion copying = CacheRegion.of(
                "test", Regions.memory().outageCopies(1).explainedKeys(100).build());
        for (int key = 0; key < 20; key++) {
            copying.set(key, "value");
        }
        for (int key = 0; key < 20; key++) {
            assertThat(whatOf(copying, key)).containsExactly(Change.SET);
        }
    }

    @Test
    void anUnreadableEntryIsTold() {
        CacheRegion pickling = CacheRegion.of(
                "test", RegionConfig.builder("memory_pickle").explainedKeys(10).build());
        pickling.set("key", new Unreadable());
        pickling.get("key");
        assertThat(whatOf(pickling, "key").get(0))
                .isInstanceOfSatisfying(
                        Trouble.class, trouble -> assertThat(trouble.kind()).isEqualTo(Trouble.Kind.UNREADABLE));
    }

    @Test
    void anInvalidationByAnotherProcessIsTold() {
        MovableCutoffs cutoffs = new MovableCutoffs();
        CacheRegion shared = CacheRegion.of(
                "test",
                Regions.expiring(clock)
                        .invalidationStrategy(cutoffs)
                        .explainedKeys(10)
                        .build());
        shared.set("key", "value");
        clock.advance(MINUTE);
        cutoffs.hard = clock.millis() * 1_000;
        clock.advance(MINUTE);
        shared.getOrCreate("key", () -> "new");

        assertThat(whatOf(shared, "key"))
                .containsExactly(creation(Reason.INVALIDATED, Ending.STORED), Change.INVALIDATED, Change.SET);
        assertThat(shared.explain("key").events().get(1).thread()).isNull();
        assertThat(shared.explain("key").toString()).contains("invalidated region, by another process");
        assertThat(whatOf(shared, "never used")).containsExactly(Change.INVALIDATED);
    }

    @Test
    void aStaleValueInPlaceOfAFailureSaysSo() {
        CacheRegion resilient = CacheRegion.of(
                "test",
                Regions.expiring(clock)
                        .explainedKeys(10)
                        .serveStale(Duration.ZERO)
                        .policies(Policies.NONE.serveStaleOnError(Duration.ofHours(1)))
                        .build());
        resilient.set("key", "old");
        clock.advance(MINUTE);
        fail(resilient, new IllegalStateException("no database"));
        fail(resilient, new IllegalStateException("no database"));
        KeyState.Entry entry = resilient.inspect("key").entry();

        assertThat(whatOf(resilient, "key"))
                .containsExactly(
                        new StaleServed(StaleReason.BACKING_OFF),
                        new StaleServed(StaleReason.FAILED),
                        new Creation(
                                Reason.EXPIRED,
                                Mode.CALLER,
                                Ending.FAILED,
                                "java.lang.IllegalStateException: no database"),
                        Change.SET);
        assertThat(entry.worth()).isEqualTo(KeyState.Worth.STALE);
        assertThat(entry.failures()).isEqualTo(1);
        assertThat(entry.retryAt()).isEqualTo(clock.instant().plusSeconds(1));
        assertThat(entry.servableFor()).isEqualTo(Duration.ofHours(1));
        clock.advance(MINUTE);
        assertThat(resilient.inspect("key").entry().worth()).isEqualTo(KeyState.Worth.LAST_RESORT);
    }

    @Test
    void anEarlyRefreshIsCalledThat() {
        CacheRegion early = CacheRegion.of(
                "test",
                Regions.expiring(clock)
                        .explainedKeys(10)
                        .asyncCreation(queue::add)
                        .policies(Policies.NONE.earlyRefreshThreshold(0.5))
                        .build());
        early.set("key", "old");
        clock.advance(Duration.ofSeconds(59));
        early.getOrCreate("key", () -> "new");
        queue.remove().run();

        assertThat(whatOf(early, "key"))
                .containsExactly(new Creation(Reason.EARLY_REFRESH, Mode.BACKGROUND, Ending.STORED, null), Change.SET);
    }

    @Test
    void aCreatorThatRunsTooLongAndOneWithoutATurnAreTold() {
        CacheRegion strict = CacheRegion.of(
                "test",
                Regions.memory()
                        .explainedKeys(10)
                        .policies(Policies.NONE
                                .creationTimeout(Duration.ofMillis(20))
                                .maximumCreations(1))
                        .build());
        assertThatThrownBy(() -> strict.getOrCreate("key", gate.then("late")))
                .isInstanceOf(CreatorTimeoutException.class);
        assertThat(whatOf(strict, "key")).contains(new Trouble(Trouble.Kind.CREATOR_TIMEOUT, null));

        CacheRegion crowded = CacheRegion.of(
                "test",
                RegionConfig.builder("memory")
                        .explainedKeys(10)
                        .waitTimeout(Duration.ofMillis(20))
                        .policies(Policies.NONE.maximumCreations(1))
                        .build());
        Gate busy = new Gate();
        Task<String> other = Task.start(() -> crowded.getOrCreate("other", busy.then("value")));
        busy.awaitReached();
        assertThatThrownBy(() -> crowded.getOrCreate("key", () -> "value"))
                .isInstanceOf(CreationRejectedException.class);
        busy.open();
        other.value();
        assertThat(whatOf(crowded, "key")).containsExactly(new Waited(For.TURN, true));
    }

    @Test
    void olderDataThatIsNotStoredIsCalledOutdated() {
        CacheRegion versioned = CacheRegion.of(
                "test",
                Regions.expiring(clock)
                        .explainedKeys(10)
                        .policies(Policies.NONE.versionOf((Long value) -> value))
                        .build());
        versioned.set("key", 2L);
        versioned.set("key", 1L);
        clock.advance(MINUTE);
        versioned.getOrCreate("key", () -> 1L);

        assertThat(whatOf(versioned, "key"))
                .containsExactly(
                        creation(Reason.EXPIRED, Ending.OUTDATED),
                        new Trouble(Trouble.Kind.OUTDATED, null),
                        Change.SET);
    }

    @Test
    void withoutTheSettingNothingIsRememberedAndNobodyListens() {
        CacheRegion silent = CacheRegion.of("test", Regions.expiring(clock).build());
        silent.getOrCreate("key", () -> "value");
        silent.delete("key");
        silent.invalidate();
        assertThat(silent.explain("key")).isEqualTo(new KeyHistory("key", List.of()));
        assertThat(silent.explain("key").toString()).contains("nothing is remembered of key 'key'");
        assertThat(((DefaultCacheRegion) silent).configured().events.histories).isNull();
        assertThat(((DefaultCacheRegion) silent).configured().store.mutex("key"))
                .isNotInstanceOf(ExplainingMutex.class);
    }

    @Test
    void rememberedAreTheLastKeysAndTheirLastEvents() {
        for (int i = 0; i < 100_000; i++) {
            int key = i;
            region.getOrCreate(key, () -> "value");
        }
        assertThat(((DefaultCacheRegion) region).configured().events.histories.size())
                .isEqualTo(10);
        assertThat(what(99_999)).hasSize(1);
        assertThat(what(99_990)).hasSize(1);
        assertThat(what(99_989)).isEmpty();

        for (int i = 0; i < 1_000; i++) {
            region.getOrCreate("key", () -> "value");
            region.delete("key");
        }
        Creation creation = creation(Reason.MISSING, Ending.STORED);
        assertThat(what("key"))
                .hasSize(KeyRing.CAPACITY)
                .startsWith(Change.DELETED, creation, Change.DELETED, creation);
    }
}
