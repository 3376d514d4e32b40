package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
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
        AtomicReference<Throwable> reported = new AtomicReference<>();
        CacheRegion region = region(builder -> builder.expirationTime(MINUTE)
                .listener(reporting(reported))
                .asyncCreation(task -> {
                    throw new RejectedExecutionException("full");
                }));
        region.getOrCreate("a", () -> "old");
        clock.advance(MINUTE);

        assertThat(region.<String>getOrCreate("a", numbered())).isEqualTo("old");

        assertThat(reported.get()).isInstanceOf(RejectedExecutionException.class);
        assertThat(region.keyIsLocked("a")).isFalse();
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
}
