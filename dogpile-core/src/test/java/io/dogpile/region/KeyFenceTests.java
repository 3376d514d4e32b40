package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.KeyFence;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.ProxyBackend;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Around a change that others can't see yet: what is created from the old state is shared, but not stored. */
@Timeout(20)
class KeyFenceTests {

    private final List<Object> superseded = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final Gate gate = new Gate();
    private final RegionListener listener = new RegionListener() {
        @Override
        public void onSuperseded(String name, Object key) {
            superseded.add(key);
        }

        @Override
        public void onBackendError(String name, String operation, Throwable error) {
            errors.add(operation);
        }
    };
    private final CacheRegion region =
            CacheRegion.of("test", Regions.memory().listener(listener).build());

    private KeyFence fence(Object... keys) {
        return region.fence(List.of(keys));
    }

    @Test
    void nothingCreatedIsStoredWhileItStands() {
        KeyFence fence = fence("a", "b");

        assertThat(region.<String>getOrCreate("a", () -> "old")).isEqualTo("old");
        assertThat(region.getOrCreateMulti(List.of("b", "c"), keys -> Map.of("b", "old", "c", "free")))
                .isEqualTo(Map.of("b", "old", "c", "free"));

        assertThat(region.getMulti(List.of("a", "b", "c"))).isEqualTo(Map.of("c", "free"));
        assertThat(superseded).containsExactly("a", "b");
        fence.close();
    }

    @Test
    void norIsWhatIsCreatedAsynchronously() {
        KeyFence fence = fence("a", "b");

        assertThat(region.getOrCreateAsync("a", () -> CompletableFuture.completedFuture("old")))
                .succeedsWithin(Duration.ofSeconds(10))
                .isEqualTo("old");

        assertThat(region.<String>get("a")).isNull();
        fence.close();
        assertThat(region.getOrCreateAsync("a", () -> CompletableFuture.completedFuture("new")))
                .succeedsWithin(Duration.ofSeconds(10))
                .isEqualTo("new");
        assertThat(region.<String>get("a")).isEqualTo("new");
    }

    @Test
    void whatIsCreatedAfterItsEndIsStored() {
        fence("a").close();

        region.getOrCreate("a", () -> "new");

        assertThat(region.<String>get("a")).isEqualTo("new");
    }

    @Test
    void fiftyCallersOfAFencedKeyShareOneCreation() {
        AtomicInteger creations = new AtomicInteger();
        KeyFence fence = fence("a");
        Task<String> leader = Task.start(() -> region.getOrCreate("a", () -> {
            creations.incrementAndGet();
            gate.pass();
            return "old";
        }));
        gate.awaitReached();
        List<Task<String>> others = Regions.joined(
                49,
                () -> region.getOrCreate("a", () -> {
                    creations.incrementAndGet();
                    return "unwanted";
                }));
        gate.open();

        assertThat(leader.value()).isEqualTo("old");
        assertThat(others).allSatisfy(task -> assertThat(task.value()).isEqualTo("old"));
        assertThat(creations).hasValue(1);
        assertThat(region.<String>get("a")).isNull();
        fence.close();
    }

    @Test
    void aCreationThatBeganBeforeIsStillShared() {
        Task<String> before = Task.start(() -> region.getOrCreate("a", gate.then("old")));
        gate.awaitReached();
        KeyFence fence = fence("a");
        List<Task<String>> others = Regions.joined(49, () -> region.getOrCreate("a", () -> "unwanted"));
        gate.open();

        assertThat(before.value()).isEqualTo("old");
        assertThat(others).allSatisfy(task -> assertThat(task.value()).isEqualTo("old"));
        fence.close();
    }

    @Test
    void aCreationThatBeganBeforeIsNotStoredEither() {
        Task<String> before = Task.start(() -> region.getOrCreate("a", gate.then("old")));
        gate.awaitReached();
        KeyFence fence = fence("a");
        gate.open();

        assertThat(before.value()).isEqualTo("old");
        assertThat(region.<String>get("a")).isNull();
        fence.close();
    }

    @Test
    void afterACommitCreationsFromBeforeAreNeitherStoredNorJoined() {
        KeyFence fence = fence("a");
        Task<String> before = Task.start(() -> region.getOrCreate("a", gate.then("old")));
        gate.awaitReached();
        region.delete("a");
        fence.close();
        List<Task<String>> after = Regions.joined(2, () -> region.getOrCreate("a", () -> "new"));
        gate.open();

        assertThat(before.value()).isEqualTo("old");
        assertThat(after).allSatisfy(task -> assertThat(task.value()).isEqualTo("new"));
        assertThat(region.<String>get("a")).isEqualTo("new");
    }

    @Test
    void afterARollbackWhatWasCreatedMeanwhileIsAsGoodAsEver() {
        KeyFence fence = fence("a");
        Task<String> creation = Task.start(() -> region.getOrCreate("a", gate.then("unchanged")));
        gate.awaitReached();
        fence.close();
        gate.open();

        assertThat(creation.value()).isEqualTo("unchanged");
        assertThat(region.<String>get("a")).isEqualTo("unchanged");
    }

    @Test
    void aStoreThatHasBegunIsWaitedFor() {
        List<String> order = new CopyOnWriteArrayList<>();
        region.wrap(backend -> new ProxyBackend(backend) {
            @Override
            public boolean set(Object key, CachedValue<?> value, Held held) {
                try {
                    gate.pass();
                } catch (InterruptedException interruption) {
                    throw new AssertionError(interruption);
                }
                order.add("stored");
                return super.set(key, value, held);
            }
        });
        Task<String> creation = Task.start(() -> region.getOrCreate("a", () -> "old"));
        gate.awaitReached();
        Task<KeyFence> fencing = Task.start(() -> {
                    KeyFence fence = fence("a");
                    order.add("fenced");
                    return fence;
                })
                .awaitWaiting();
        gate.open();

        creation.value();
        fencing.value().close();
        assertThat(order).containsExactly("stored", "fenced");
    }

    @Test
    void severalStandUntilTheLastIsClosed() {
        KeyFence one = fence("a", "a");
        KeyFence two = fence("a");

        one.close();
        one.close();
        region.getOrCreate("a", () -> "old");
        assertThat(region.<String>get("a")).isNull();

        two.close();
        region.getOrCreate("a", () -> "new");
        assertThat(region.<String>get("a")).isEqualTo("new");
    }

    @Test
    void whatIsSetAndWhatIsStoredAreNotConcerned() {
        region.set("stored", 1);
        KeyFence fence = fence("stored", "set");

        region.set("set", 2);

        assertThat(region.getMulti(List.of("stored", "set"))).isEqualTo(Map.of("stored", 1, "set", 2));
        assertThat(region.delete("stored")).isTrue();
        fence.close();
    }

    @Test
    void noKeysMeanNoFence() {
        assertThat(region.fence(List.of())).isSameAs(KeyFence.NONE);
    }

    @Test
    void theBackendIsAskedForItsOwnOnce() {
        List<Collection<?>> asked = new ArrayList<>();
        AtomicInteger ended = new AtomicInteger();
        region.wrap(backend -> new ProxyBackend(backend) {
            @Override
            public KeyFence fence(Collection<?> keys) {
                asked.add(keys);
                return ended::incrementAndGet;
            }
        });

        KeyFence fence = fence("a", "b");
        assertThat(asked).containsExactly(List.of("a", "b"));
        assertThat(ended).hasValue(0);
        fence.close();
        assertThat(ended).hasValue(1);
        assertThat(errors).isEmpty();
    }

    @Test
    void withoutTheBackendItStandsInThisProcess() {
        region.wrap(Failing::new);

        KeyFence fence = fence("a");

        region.getOrCreate("a", () -> "old");
        assertThat(region.<String>get("a")).isNull();
        assertThat(errors).containsExactly("fence");
        fence.close();
        region.getOrCreate("a", () -> "new");
        assertThat(region.<String>get("a")).isEqualTo("new");
    }

    @Test
    void aKeyThatIsNoneIsRefused() {
        assertThatThrownBy(() -> region.fence(java.util.Collections.singletonList(null)))
                .isInstanceOf(NullPointerException.class);
        region.getOrCreate("a", () -> "value");
        assertThat(region.<String>get("a")).isEqualTo("value");
    }

    private static final class Failing extends ProxyBackend {

        Failing(CacheBackend proxied) {
            super(proxied);
        }

        @Override
        public KeyFence fence(Collection<?> keys) {
            throw new IllegalStateException("no network");
        }
    }
}
