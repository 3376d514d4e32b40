package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.backend.Mutex.Held;
import io.dogpile.testing.Gate;
import io.dogpile.testing.MutableClock;
import io.dogpile.testing.Storm;
import io.dogpile.testing.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P2: a caller with a servable stale value returns at once. */
@Timeout(20)
class StaleNeverWaitsTests {

    private final MutableClock clock = new MutableClock();
    private final AtomicInteger staleServed = new AtomicInteger();
    private final Gate gate = new Gate();
    private final Storm storm = new Storm(100);

    private CacheRegion region = CacheRegion.of("test", config().build());

    private RegionConfig.Builder config() {
        return Regions.expiring(clock).listener(new RegionListener() {
            @Override
            public void onStaleServed(String name, Object key, io.dogpile.lock.StaleReason why) {
                staleServed.incrementAndGet();
            }
        });
    }

    private void expire() {
        region.setMulti(Map.of("a", "old a", "b", "old b"));
        clock.advance(Duration.ofMinutes(1));
    }

    @BeforeEach
    void makeStale() {
        expire();
    }

    @AfterEach
    void end() {
        gate.open();
        storm.close();
    }

    @Test
    void whileTheElectedCallerCreates() {
        Task<String> elected = Task.start(() -> region.getOrCreate("a", gate.then("new")));
        gate.awaitReached();

        assertThat(storm.<String>run(() -> region.getOrCreate("a", StaleNeverWaitsTests::notWanted))
                        .values())
                .hasSize(100)
                .containsOnly("old a");
        assertThat(staleServed).hasValue(100);
        assertThat(elected.isDone()).isFalse();
        gate.open();
        assertThat(elected.value()).isEqualTo("new");
        assertThat(region.<String>get("a")).isEqualTo("new");
    }

    @Test
    void whileABackgroundThreadCreates() {
        AtomicInteger creations = new AtomicInteger();
        region = CacheRegion.of(
                "test",
                config().asyncCreation(task -> Task.start(() -> run(task))).build());
        expire();

        assertThat(storm.<String>run(() -> region.getOrCreate("a", () -> {
                            creations.incrementAndGet();
                            return gate.then("new").call();
                        }))
                        .values())
                .hasSize(100)
                .containsOnly("old a");
        gate.awaitReached();
        assertThat(creations).hasValue(1);
        assertThat(staleServed).hasValue(100);
    }

    @Test
    void inABatchWhileTheElectedCallerCreates() {
        Task<String> elected = Task.start(() -> region.getOrCreate("a", gate.then("new")));
        gate.awaitReached();

        Storm.Results<Map<String, String>> results =
                storm.run(() -> region.getOrCreateMulti(List.of("a"), keys -> notWanted()));

        assertThat(results.values()).hasSize(100).containsOnly(Map.of("a", "old a"));
        assertThat(elected.isDone()).isFalse();
    }

    @Test
    void inABatchWhileABatchCreates() {
        Task<Map<String, String>> elected = Task.start(() -> region.getOrCreateMulti(
                List.of("a", "b"),
                keys -> gate.then(Map.of("a", "new a", "b", "new b")).call()));
        gate.awaitReached();

        Storm.Results<Map<String, String>> results =
                storm.run(() -> region.getOrCreateMulti(List.of("b", "a"), keys -> notWanted()));

        assertThat(results.values()).hasSize(100).containsOnly(Map.of("a", "old a", "b", "old b"));
        gate.open();
        assertThat(elected.value()).isEqualTo(Map.of("a", "new a", "b", "new b"));
    }

    @Test
    void whileAnotherProcessCreates() throws Exception {
        Held elsewhere = region.backend().mutex("a").tryAcquire(Duration.ZERO).orElseThrow();

        assertThat(storm.<String>run(() -> region.getOrCreate("a", StaleNeverWaitsTests::notWanted))
                        .values())
                .hasSize(100)
                .containsOnly("old a");
        assertThat(region.getOrCreateMulti(List.of("a"), keys -> notWanted())).isEqualTo(Map.of("a", "old a"));
        assertThat(staleServed).hasValue(101);
        assertThat(elsewhere.release()).isTrue();
        assertThat(region.<String>getOrCreate("a", () -> "new")).isEqualTo("new");
    }

    @Test
    void inTheBackgroundModeWhileAnotherProcessCreates() throws Exception {
        region = CacheRegion.of("test", config().asyncCreation(Runnable::run).build());
        expire();
        Held elsewhere = region.backend().mutex("a").tryAcquire(Duration.ZERO).orElseThrow();

        assertThat(region.<String>getOrCreate("a", StaleNeverWaitsTests::notWanted))
                .isEqualTo("old a");
        assertThat(staleServed).hasValue(1);
        assertThat(elsewhere.release()).isTrue();
    }

    private static <V> V notWanted() {
        throw new AssertionError("there is a stale value");
    }

    private static Object run(Runnable task) {
        task.run();
        return task;
    }
}
