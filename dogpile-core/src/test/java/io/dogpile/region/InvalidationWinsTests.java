package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.ProxyBackend;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** P5: a change that happens while a creation runs is not undone when the creation ends. */
@Timeout(20)
class InvalidationWinsTests {

    private final Gate gate = new Gate();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private final List<Object> superseded = new CopyOnWriteArrayList<>();
    private final CacheRegion region = CacheRegion.of(
            "test",
            Regions.memory()
                    .listener(new RegionListener() {
                        @Override
                        public void onSuperseded(String name, Object key) {
                            superseded.add(key);
                        }
                    })
                    .build());

    static Stream<Named<Consumer<CacheRegion>>> removals() {
        return Stream.of(
                Named.of("delete", region -> region.delete("a")),
                Named.of("deleteMulti", region -> region.deleteMulti(List.of("x", "a"))),
                Named.of("hard invalidation", CacheRegion::invalidate),
                Named.of("soft invalidation", region -> region.invalidate(false)));
    }

    static Stream<Named<Consumer<CacheRegion>>> writes() {
        return Stream.of(
                Named.of("set", region -> region.set("a", "set")),
                Named.of("setMulti", region -> region.setMulti(Map.of("x", "also set", "a", "set"))));
    }

    private String slowly(Gate until, String value) throws InterruptedException {
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            until.pass();
            return value;
        } finally {
            running.decrementAndGet();
        }
    }

    @ParameterizedTest
    @MethodSource("removals")
    void aRemovedKeyIsCreatedAnewForThoseWhoComeLater(Consumer<CacheRegion> removal) {
        Task<String> leader = Task.start(() -> region.getOrCreate("a", () -> slowly(gate, "old")));
        gate.awaitReached();
        List<Task<String>> before = Regions.joined(3, () -> region.getOrCreate("a", () -> "unwanted"));
        removal.accept(region);
        Gate open = new Gate();
        open.open();
        List<Task<String>> after = new ArrayList<>();
        after.addAll(Regions.joined(3, () -> region.getOrCreate("a", () -> slowly(open, "new"))));
        after.addAll(Regions.joined(
                3,
                () -> region.getOrCreateMulti(List.of("a"), keys -> Map.of("a", slowly(open, "new")))
                        .get("a")));
        gate.open();

        assertThat(leader.value()).isEqualTo("old");
        assertThat(before).allSatisfy(task -> assertThat(task.value()).isEqualTo("old"));
        assertThat(after).allSatisfy(task -> assertThat(task.value()).isEqualTo("new"));
        assertThat(region.<String>get("a")).isEqualTo("new");
        assertThat(mostRunning).hasValue(1);
        assertThat(superseded).containsExactly("a");
    }

    @ParameterizedTest
    @MethodSource("removals")
    void aRemovedKeyStaysRemoved(Consumer<CacheRegion> removal) {
        Task<String> leader = Task.start(() -> region.getOrCreate("a", () -> slowly(gate, "old")));
        gate.awaitReached();
        removal.accept(region);
        gate.open();

        assertThat(leader.value()).isEqualTo("old");
        assertThat(region.<String>get("a")).isNull();
        assertThat(region.<String>getValueMetadata("a", CallOptions.ignoringExpiration()))
                .isNull();
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aWrittenValueStays(Consumer<CacheRegion> write) {
        Task<String> leader = Task.start(() -> region.getOrCreate("a", () -> slowly(gate, "created")));
        gate.awaitReached();
        write.accept(region);

        assertThat(region.<String>getOrCreate("a", () -> "unwanted")).isEqualTo("set");
        gate.open();
        assertThat(leader.value()).isEqualTo("created");
        assertThat(region.<String>get("a")).isEqualTo("set");
        assertThat(superseded).containsExactly("a");
    }

    @Test
    void oneOfThreeKeysOfABatchIsRemovedAndTheOthersAreStored() {
        Task<Map<String, String>> leader = Task.start(() -> region.getOrCreateMulti(List.of("a", "b", "c"), keys -> {
            gate.pass();
            return Map.of("a", "1", "b", "2", "c", "3");
        }));
        gate.awaitReached();
        region.delete("b");
        Task<String> later =
                Task.start(() -> region.getOrCreate("b", () -> "new")).awaitWaiting();
        gate.open();

        assertThat(leader.value()).isEqualTo(Map.of("a", "1", "b", "2", "c", "3"));
        assertThat(later.value()).isEqualTo("new");
        assertThat(region.<String, String>getMulti(List.of("a", "b", "c")))
                .isEqualTo(Map.of("a", "1", "b", "new", "c", "3"));
        assertThat(superseded).containsExactly("b");
    }

    @Test
    void anInvalidatedBatchIsNotStored() {
        Task<Map<String, String>> leader = Task.start(() -> region.getOrCreateMulti(List.of("a", "b"), keys -> {
            gate.pass();
            return Map.of("a", "1", "b", "2");
        }));
        gate.awaitReached();
        region.invalidate();
        gate.open();

        assertThat(leader.value()).hasSize(2);
        assertThat(region.getMulti(List.of("a", "b"))).isEmpty();
        assertThat(superseded).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aCreationThatStartsWhileAnotherThreadWritesDoesNotOverwrite() {
        Gate writing = new Gate();
        region.wrap(backend -> new SlowWrites(backend, writing));
        Task<Object> writer = Task.start(() -> {
            region.set("a", "set");
            return "done";
        });
        writing.awaitReached();
        Task<String> creator = Task.start(() -> region.getOrCreate("a", gate.then("created")));
        gate.awaitReached();
        writing.open();
        writer.value();
        gate.open();

        assertThat(creator.value()).isEqualTo("created");
        assertThat(region.<String>get("a")).isEqualTo("set");
    }

    @Test
    void aCreationThatStartsWhileAnotherThreadDeletesIsNotJoinedAfterwards() {
        Gate writing = new Gate();
        region.wrap(backend -> new SlowWrites(backend, writing));
        Task<Object> deletion = Task.start(() -> {
            region.deleteMulti(List.of("a"));
            return "done";
        });
        writing.awaitReached();
        Task<String> creator = Task.start(() -> region.getOrCreate("a", gate.then("created meanwhile")));
        gate.awaitReached();
        writing.open();
        deletion.value();
        Task<String> later =
                Task.start(() -> region.getOrCreate("a", () -> "new")).awaitWaiting();
        gate.open();

        assertThat(creator.value()).isEqualTo("created meanwhile");
        assertThat(later.value()).isEqualTo("new");
    }

    private static final class SlowWrites extends ProxyBackend {

        private final Gate gate;

        SlowWrites(CacheBackend proxied, Gate gate) {
            super(proxied);
            this.gate = gate;
        }

        private void pass() {
            try {
                gate.pass();
            } catch (InterruptedException interruption) {
                throw new AssertionError(interruption);
            }
        }

        @Override
        public boolean set(Object key, CachedValue<?> value, Held held) {
            if (held == null) {
                pass();
            }
            return super.set(key, value, held);
        }

        @Override
        public void deleteMulti(Collection<?> keys) {
            pass();
            super.deleteMulti(keys);
        }
    }
}
