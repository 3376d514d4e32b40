package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.backend.BackendException;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.RegionInvalidationStrategy;
import io.dogpile.lock.CreationTimeoutException;
import io.dogpile.region.FaultyBackend.Operation;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** P7: with the backend down the application goes on, under the election within this JVM. */
@Timeout(20)
class BackendDownTests {

    private static final Logger LOGGER = Logger.getLogger("io.dogpile.region");

    private final FaultyBackend backend = new FaultyBackend(Regions.inMemory().backend());
    private final List<Throwable> told = new CopyOnWriteArrayList<>();
    private final List<Level> logged = new CopyOnWriteArrayList<>();
    private final AtomicInteger creations = new AtomicInteger();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry.getLevel());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private final CacheRegion region = CacheRegion.of(
            "test",
            RegionConfig.builder()
                    .backend(backend)
                    .waitTimeout(Regions.LONG)
                    .listener(new RegionListener() {
                        @Override
                        public void onBackendError(String name, String operation, Throwable error) {
                            told.add(error);
                        }
                    })
                    .build());

    @BeforeEach
    void listen() {
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(handler);
        LOGGER.setUseParentHandlers(true);
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"READ", "WRITE", "MUTEX", "LOCK"})
    void aStormStillCostsOneCreation(Operation operation) {
        backend.failing.add(operation);
        Gate gate = new Gate();
        Task<String> leader = Task.start(() -> region.getOrCreate("key", gate.then("value")));
        gate.awaitReached();
        List<Task<String>> joined = new ArrayList<>();
        joined.addAll(Regions.joined(10, () -> region.getOrCreate("key", () -> "unwanted")));
        joined.addAll(Regions.joined(
                10,
                () -> region.getOrCreateMulti(List.of("key"), keys -> Map.of("key", "unwanted"))
                        .get("key")));
        gate.open();

        assertThat(leader.value()).isEqualTo("value");
        assertThat(joined).allSatisfy(task -> assertThat(task.value()).isEqualTo("value"));
        assertThat(told).isNotEmpty().allSatisfy(error -> assertThat(error).isInstanceOf(BackendException.class));
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void eachCallGetsItsValueWhateverFails(Operation operation) {
        backend.failing.add(operation);

        assertThat(region.<String>getOrCreate("a", () -> "value")).isEqualTo("value");
        assertThat(region.getOrCreateMulti(List.of("b", "c"), keys -> Map.of("b", 1, "c", 2)))
                .isEqualTo(Map.of("b", 1, "c", 2));
        backend.failing.clear();
        assertThat(Regions.lockOf(region).flightCount()).isZero();
        assertThat(region.keyIsLocked("a")).isFalse();
        assertThat(region.keyIsLocked("b")).isFalse();
        assertThat(region.<String>getOrCreate("a", () -> "next")).isIn("value", "next");
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"READ", "WRITE", "LOCK"})
    void troubleIsLoggedOnceWhenItBeginsAndOnceWhenItEnds(Operation operation) {
        backend.failing.add(operation);
        for (int i = 0; i < 5; i++) {
            String key = "key-" + i;
            region.getOrCreate(key, creations::incrementAndGet);
            region.getOrCreateMulti(List.of(i), keys -> Map.of(keys.get(0), creations.incrementAndGet()));
        }
        assertThat(logged).containsExactly(Level.WARNING);
        assertThat(told).hasSizeGreaterThanOrEqualTo(10);

        backend.failing.clear();
        for (int i = 0; i < 5; i++) {
            String key = "later-" + i;
            region.getOrCreate(key, creations::incrementAndGet);
        }
        assertThat(logged).containsExactly(Level.WARNING, Level.INFO);

        backend.failing.add(operation);
        region.getOrCreate("again", creations::incrementAndGet);
        assertThat(logged).containsExactly(Level.WARNING, Level.INFO, Level.WARNING);
    }

    @Test
    void readingFindsNothing() {
        region.set("key", "value");
        backend.failing.add(Operation.READ);

        assertThat(region.<String>get("key")).isNull();
        assertThat(region.getMulti(List.of("key"))).isEmpty();
        assertThat(region.getValueMetadata("key")).isNull();
        assertThat(told).hasSize(3);
    }

    @Test
    void settingAndDeletingThrow() {
        backend.failing.add(Operation.WRITE);

        assertThatThrownBy(() -> region.set("key", "value")).isInstanceOf(BackendException.class);
        assertThatThrownBy(() -> region.setMulti(Map.of("a", 1, "b", 2))).isInstanceOf(BackendException.class);
        assertThatThrownBy(() -> region.delete("key")).isInstanceOf(BackendException.class);
        assertThatThrownBy(() -> region.deleteMulti(List.of("a", "b"))).isInstanceOf(BackendException.class);
    }

    @Test
    void invalidatingThrowsWhenItsStrategyFails() {
        RegionInvalidationStrategy failing = new RegionInvalidationStrategy() {
            @Override
            public void invalidate(boolean hard) {
                throw new BackendException("down", null);
            }

            @Override
            public long hardCutoff() {
                return NEVER;
            }

            @Override
            public long softCutoff() {
                return NEVER;
            }
        };
        CacheRegion shared = CacheRegion.of(
                "test", Regions.memory().invalidationStrategy(failing).build());

        assertThatThrownBy(shared::invalidate).isInstanceOf(BackendException.class);
    }

    @Test
    void aTimeoutStaysATimeoutWhenTheHolderCantBeNamed() throws Exception {
        Held elsewhere = backend.mutex("key").tryAcquire(Duration.ZERO).orElseThrow();
        CacheRegion hasty = CacheRegion.of(
                "test",
                RegionConfig.builder()
                        .backend(backend)
                        .waitTimeout(Duration.ZERO)
                        .build());
        backend.failing.add(Operation.HOLDER);

        assertThatThrownBy(() -> hasty.getOrCreate("key", () -> "value")).isInstanceOf(CreationTimeoutException.class);
        assertThat(elsewhere.release()).isTrue();
    }

    @Test
    void aListenerThatThrowsDoesNotHarmTheCaller() {
        CacheRegion listened = CacheRegion.of(
                "test",
                Regions.memory()
                        .listener(new RegionListener() {
                            @Override
                            public void onCreated(String name, Object key, Duration took) {
                                throw new IllegalStateException("a broken listener");
                            }
                        })
                        .build());

        assertThat(listened.<String>getOrCreate("key", () -> "value")).isEqualTo("value");
        assertThat(listened.<String>get("key")).isEqualTo("value");
        assertThat(logged).containsExactly(Level.WARNING);
    }
}
