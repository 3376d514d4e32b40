package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.lock.QueuedCreation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BackgroundRefreshTests extends MemoryFixture {

    private final Queue<Runnable> queue = new ArrayDeque<>();

    @Test
    void aMissingValueIsCreatedByItsCaller() {
        CacheRegion region = refreshing();

        assertThat(region.<String>getOrCreate("a", numbered())).isEqualTo("value 1");
        assertThat(queue).isEmpty();
    }

    @Test
    void aStaleValueIsServedAtOnceAndReplacedInTheBackground() {
        CacheRegion region = refreshing();
        region.getOrCreate("a", numbered());
        clock.advance(MINUTE);

        assertThat(region.<String>getOrCreate("a", numbered())).isEqualTo("value 1");
        assertThat(region.<String>getOrCreate("a", numbered())).isEqualTo("value 1");
        assertThat(region.keyIsLocked("a")).isTrue();
        assertThat(queue).as("one refresh, however many callers").hasSize(1);

        queue.remove().run();
        assertThat(region.<String>getOrCreate("a", numbered())).isEqualTo("value 2");
        assertThat(region.keyIsLocked("a")).isFalse();
    }

    @Test
    void severalStaleValuesAreReplacedByOneTask() {
        CacheRegion region = refreshing();
        region.getOrCreateMulti(List.of("a", "b"), all("old"));
        clock.advance(MINUTE);

        assertThat(region.getOrCreateMulti(List.of("a", "b", "c"), all("new")))
                .containsExactly(Map.entry("a", "old"), Map.entry("b", "old"), Map.entry("c", "new"));
        assertThat(queue).hasSize(1);

        queue.remove().run();
        assertThat(region.<String, String>getMulti(List.of("a", "b")))
                .containsValue("new")
                .doesNotContainValue("old");
    }

    @Test
    void aCachedFunctionIsRefreshedInTheBackground() {
        CacheRegion region = refreshing();
        int[] calls = new int[1];
        CachedBiFunction<Integer, Integer, Integer> go =
                region.cacheOnArguments("go", (Integer x, Integer y) -> x + y + 10 * calls[0]++);
        go.apply(1, 2);

        region.invalidate(false);
        assertThat(go.apply(1, 2)).isEqualTo(3);
        assertThat(calls[0]).isEqualTo(1);
        queue.remove().run();

        assertThat(go.apply(1, 2)).isEqualTo(13);
    }

    @Test
    void whatMayNotBeCachedIsNotCachedInTheBackgroundEither() {
        CacheRegion region = refreshing();
        region.getOrCreate("a", () -> "old");
        clock.advance(MINUTE);

        region.getOrCreate("a", () -> "bad", CallOptions.NONE.cachingOnlyIf(value -> !"bad".equals(value)));
        queue.remove().run();

        assertThat(stored(region, "a")).isEqualTo("old");
    }

    @Test
    void aHardInvalidatedValueIsCreatedByItsCaller() {
        CacheRegion region = refreshing();
        region.getOrCreate("a", numbered());

        region.invalidate();

        assertThat(region.<String>getOrCreate("a", numbered())).isEqualTo("value 2");
        assertThat(queue).isEmpty();
    }

    @Test
    void aFailureInTheBackgroundIsReportedAndTheKeyIsFreeAgain() {
        AtomicReference<Throwable> reported = new AtomicReference<>();
        CacheRegion region = refreshing(reported);
        region.getOrCreate("a", () -> "old");
        clock.advance(MINUTE);

        region.getOrCreate("a", () -> {
            throw new IllegalStateException("boom");
        });
        queue.remove().run();

        assertThat(reported.get()).isInstanceOf(IllegalStateException.class).hasMessage("boom");
        assertThat(region.keyIsLocked("a")).isFalse();
        assertThat(region.<String>getOrCreate("a", numbered())).isEqualTo("old");
        assertThat(queue).hasSize(1);
    }

    @Test
    void anExecutorThatRefusesLeavesTheStaleValueAndTheKeyFree() {
        Refusals refusals = new Refusals();
        CacheRegion region = region(
                builder -> builder.expirationTime(MINUTE).listener(refusals).asyncCreation(task -> {
                    throw new RejectedExecutionException("full");
                }));
        region.getOrCreateMulti(List.of("a", "b", "c"), all("old"));
        clock.advance(MINUTE);

        assertThat(region.<String>getOrCreate("a", numbered())).isEqualTo("old");
        assertThat(region.getOrCreateMulti(List.of("b", "c"), all("new")))
                .containsExactly(Map.entry("b", "old"), Map.entry("c", "old"));

        assertThat(refusals.rejected).containsExactly("a: full", "b: full", "c: full");
        assertThat(refusals.failed).isEmpty();
        assertThat(List.of("a", "b", "c")).noneMatch(region::keyIsLocked);
    }

    @Test
    void anExecutorThatBreaksLeavesTheStaleValueAndTheKeyFree() {
        Refusals refusals = new Refusals();
        CacheRegion region = region(
                builder -> builder.expirationTime(MINUTE).listener(refusals).asyncCreation(task -> {
                    throw new OutOfMemoryError("unable to create native thread");
                }));
        region.getOrCreate("a", () -> "old");
        clock.advance(MINUTE);

        assertThat(region.<String>getOrCreate("a", numbered())).isEqualTo("old");

        assertThat(refusals.rejected).isEmpty();
        assertThat(refusals.failed).containsExactly("a: unable to create native thread");
        assertThat(region.keyIsLocked("a")).isFalse();
    }

    /** What an executor does with its queue when it is shut down. */
    @Test
    void abandonedCreationsFreeTheirKeysAndAreNeverRun() {
        CacheRegion region = refreshing();
        region.getOrCreateMulti(List.of("a", "b", "c"), all("old"));
        clock.advance(MINUTE);
        region.getOrCreate("a", numbered());
        region.getOrCreateMulti(List.of("b", "c"), all("new"));
        List<QueuedCreation> queued =
                queue.stream().map(QueuedCreation.class::cast).toList();
        assertThat(queued).hasSize(2);

        queued.forEach(QueuedCreation::abandon);
        assertThat(List.of("a", "b", "c")).noneMatch(region::keyIsLocked);
        queued.forEach(QueuedCreation::run);

        assertThat(stored(region, "a")).isEqualTo("old");
        assertThat(stored(region, "b")).isEqualTo("old");
    }

    @Test
    void aCreationThatHasBegunCanNotBeAbandoned() {
        CacheRegion region = refreshing();
        region.getOrCreate("a", () -> "old");
        clock.advance(MINUTE);
        region.getOrCreate("a", () -> {
            ((QueuedCreation) queue.element()).abandon();
            assertThat(region.keyIsLocked("a")).isTrue();
            return "new";
        });

        queue.element().run();

        assertThat(stored(region, "a")).isEqualTo("new");
    }

    private CacheRegion refreshing() {
        return region(builder -> builder.expirationTime(MINUTE).asyncCreation(queue::add));
    }

    private CacheRegion refreshing(AtomicReference<Throwable> reported) {
        return region(builder ->
                builder.expirationTime(MINUTE).listener(reporting(reported)).asyncCreation(queue::add));
    }

    private static RegionListener reporting(AtomicReference<Throwable> reported) {
        return new RegionListener() {
            @Override
            public void onBackgroundFailure(String region, Object key, Throwable error) {
                reported.set(error);
            }
        };
    }

    private static final class Refusals implements RegionListener {

        private final List<String> rejected = new ArrayList<>();
        private final List<String> failed = new ArrayList<>();

        @Override
        public void onBackgroundRejected(String region, Object key, RejectedExecutionException reason) {
            rejected.add(key + ": " + reason.getMessage());
        }

        @Override
        public void onBackgroundFailure(String region, Object key, Throwable error) {
            failed.add(key + ": " + error.getMessage());
        }
    }
}
