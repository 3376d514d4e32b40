package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.backend.KeyFence;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.ProxyBackend;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Task;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A value that was made outside of the region is stored only if its key has not been changed since. */
@Timeout(20)
class KeyWatchTests {

    private final List<Object> superseded = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final CacheRegion region = CacheRegion.of(
            "test",
            Regions.memory()
                    .cacheNullValues(false)
                    .listener(new RegionListener() {
                        @Override
                        public void onSuperseded(String name, Object key) {
                            superseded.add(key);
                        }

                        @Override
                        public void onBackendError(String name, String operation, Throwable error) {
                            errors.add(operation);
                        }
                    })
                    .build());
    private final KeyWatch watch = region.watch("a");

    static Stream<Named<Consumer<CacheRegion>>> changes() {
        return Stream.of(
                Named.of("delete", region -> region.delete("a")),
                Named.of("deleteMulti", region -> region.deleteMulti(List.of("x", "a"))),
                Named.of("set", region -> region.set("a", "newer")),
                Named.of("setMulti", region -> region.setMulti(Map.of("x", "x", "a", "newer"))),
                Named.of("hard invalidation", CacheRegion::invalidate),
                Named.of("soft invalidation", region -> region.invalidate(false)),
                Named.of("fence", region -> region.fence(List.of("a"))));
    }

    @Test
    void anUnchangedKeyGetsTheValue() {
        region.delete("b");
        region.getOrCreate("a", () -> "created");

        assertThat(watch.store("mine")).isTrue();

        assertThat(region.<String>get("a")).isEqualTo("mine");
        assertThat(superseded).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangedKeyDoesNot(Consumer<CacheRegion> change) {
        change.accept(region);

        assertThat(watch.store("mine")).isFalse();

        assertThat(region.<String>get("a")).isNotEqualTo("mine");
        assertThat(superseded).containsExactly("a");
    }

    @Test
    void afterAFenceItDoesAgain() {
        KeyFence fence = region.fence(List.of("a"));
        assertThat(watch.store("mine")).isFalse();
        fence.close();

        assertThat(watch.store("mine")).isTrue();
    }

    @Test
    void nobodyWaitsForIt() {
        assertThat(region.<String>getOrCreate("a", () -> "created")).isEqualTo("created");
        assertThat(region.keyIsLocked("a")).isFalse();
    }

    @Test
    void severalWatchesOfOneKeyAllNoticeAChange() {
        KeyWatch second = region.watch("a");
        KeyWatch closed = region.watch("a");
        closed.close();
        closed.close();
        region.delete("a");
        KeyWatch later = region.watch("a");

        assertThat(watch.store("mine")).isFalse();
        assertThat(second.store("mine")).isFalse();
        assertThat(later.store("later")).isTrue();
    }

    @Test
    void aWatchThatBeginsDuringAChangeIsOutdated() {
        Gate gate = new Gate();
        region.wrap(backend -> new ProxyBackend(backend) {
            @Override
            public boolean delete(Object key) {
                try {
                    gate.pass();
                } catch (InterruptedException interruption) {
                    throw new AssertionError(interruption);
                }
                return super.delete(key);
            }
        });
        Task<Boolean> deletion = Task.start(() -> region.delete("a"));
        gate.awaitReached();
        KeyWatch during = region.watch("a");
        gate.open();
        deletion.value();

        assertThat(during.store("mine")).isFalse();
    }

    @Test
    void aNullThatIsNotCachedIsNotStored() {
        assertThat(watch.store(null)).isFalse();
    }

    @Test
    void withoutTheBackendNothingIsStored() {
        region.wrap(backend -> new ProxyBackend(backend) {
            @Override
            public Held watch(Object key) {
                throw new IllegalStateException("no network");
            }
        });

        assertThat(region.watch("a").store("mine")).isTrue();

        assertThat(region.<String>get("a")).isNull();
        assertThat(errors).containsExactly("watch");
    }
}
