package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.backend.Mutex;
import io.dogpile.testing.Crew;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a {@link CacheRegion} does on every backend that keeps entries and elects creators, to be extended by the tests
 * of every backend. Counterpart of the generic suites in dogpile.cache's {@code dogpile.testing.fixtures}.
 */
@Timeout(120)
public abstract class CacheRegionContract extends RegionPoliciesContract {

    private static final Duration HOUR = Duration.ofHours(1);

    /** For the suites of backends. */
    protected CacheRegionContract() {}

    @AfterEach
    void nothingIsKept() {
        awaitNothingKept();
    }

    @Test
    void anExpiredValueIsCreatedAnew() {
        CacheRegion region = region(HOUR);
        region.getOrCreate(key("a"), numbered());

        clock.advance(HOUR);

        assertThat(region.<String>get(key("a"))).isNull();
        assertThat(region.<String>getOrCreate(key("a"), numbered())).isEqualTo("value 2");
        assertThat(region.<String>get(key("a"))).isEqualTo("value 2");
    }

    @Test
    void aHardInvalidationMakesEveryValueMissing() {
        CacheRegion region = region();
        region.getOrCreate(key("a"), numbered());

        region.invalidate();

        assertThat(region.<String>get(key("a"))).isNull();
        assertThat(region.<String>getOrCreate(key("a"), numbered())).isEqualTo("value 2");
        assertThat(region.<String>getOrCreate(key("a"), numbered())).isEqualTo("value 2");
    }

    @Test
    void aSoftInvalidationLeavesValuesToBeServedWhileOneIsCreated() {
        CacheRegion region = region(HOUR);
        region.getOrCreate(key("a"), numbered());
        region.invalidate(false);

        String created = region.getOrCreate(key("a"), () -> {
            assertThat(Crew.work(1, () -> region.getOrCreate(key("a"), numbered())))
                    .containsExactly("value 1");
            return "successor";
        });

        assertThat(created).isEqualTo("successor");
        assertThat(region.<String>get(key("a"))).isEqualTo("successor");
    }

    private CacheRegion versioned() {
        return region(config -> config.expirationTime(HOUR)
                .policies(Policies.NONE.versionOf((String value) -> Long.valueOf(value.split(" ")[1]))));
    }

    @Test
    void whatWasMadeFromOlderDataIsNeitherStoredNorAnswered() {
        CacheRegion region = versioned();
        region.getOrCreate(key("a"), () -> "version 2");
        clock.advance(HOUR);

        assertThat(region.<String>getOrCreate(key("a"), () -> "version 1")).isEqualTo("version 2");
        assertThat(region.<String>getOrCreate(key("a"), () -> "version 3")).isEqualTo("version 3");
        region.set(key("a"), "version 2");
        assertThat(region.<String>get(key("a"))).isEqualTo("version 3");
        assertThat(region.stats().outdated()).isEqualTo(2);
        assertThat(region.stats().superseded()).isZero();
    }

    @Test
    void whatWasMadeFromOlderDataInABatchIsNeitherStoredNorAnswered() {
        CacheRegion region = versioned();
        region.setMulti(Map.of(key("a"), "version 2", key("b"), "version 2"));
        clock.advance(HOUR);

        assertThat(region.getOrCreateMulti(
                        List.of(key("a"), key("b")), keys -> Map.of(key("a"), "version 1", key("b"), "version 3")))
                .isEqualTo(Map.of(key("a"), "version 2", key("b"), "version 3"));
        region.setMulti(Map.of(key("a"), "version 4", key("b"), "version 1"));
        assertThat(region.getMulti(List.of(key("a"), key("b"))))
                .isEqualTo(Map.of(key("a"), "version 4", key("b"), "version 3"));
        assertThat(region.stats().outdated()).isEqualTo(2);
    }

    @Test
    void saysWhichKeyIsBeingCreatedWithoutLockingIt() throws Exception {
        CacheRegion region = region();
        assertThat(region.keyIsLocked(key("a"))).isFalse();
        assertThat(region.keyIsLocked(key("a"))).isFalse();

        boolean locked = region.getOrCreate(key("a"), () -> region.keyIsLocked(key("a")));

        assertThat(locked).isTrue();
        assertThat(region.keyIsLocked(key("a"))).isFalse();
    }

    @Test
    void aMutexThatIsHeldElsewhereCountsAsLocked() throws Exception {
        CacheRegion region = region(builder -> builder.keyMangler(KeyMangler.none()));
        Mutex mutex = region.backend().mutex(key("a"));

        Mutex.Held held = mutex.tryAcquire(Duration.ZERO).orElseThrow();

        assertThat(region.keyIsLocked(key("a"))).isTrue();
        held.release();
        assertThat(region.keyIsLocked(key("a"))).isFalse();
    }

    @Test
    void aCreatorMayUseOtherKeys() {
        CacheRegion region = region();
        Callable<String> foo = () -> "foo" + region.<String>getOrCreate(key("bar"), () -> "bar");

        assertThat(region.<String>getOrCreate(key("foo"), foo)).isEqualTo("foobar");
        assertThat(region.<String>getOrCreate(key("foo"), foo)).isEqualTo("foobar");
        assertThat(region.<String>get(key("bar"))).isEqualTo("bar");
    }

    @Test
    void aCachedFunctionIsCalledOncePerArguments() {
        CacheRegion region = region();
        AtomicInteger calls = new AtomicInteger();
        CachedBiFunction<Integer, Integer, Integer> sum =
                region.cacheOnArguments(key("sum"), (Integer x, Integer y) -> calls.incrementAndGet() + x + y);

        assertThat(sum.apply(3, 4)).isEqualTo(8);
        assertThat(sum.apply(5, 6)).isEqualTo(13);
        assertThat(sum.apply(3, 4)).isEqualTo(8);
        assertThat(sum.apply(4, 3)).isEqualTo(10);
        sum.invalidate(4, 3);
        assertThat(sum.apply(4, 3)).isEqualTo(11);
    }

    @Test
    void noTwoCreatorsOfAKeyRunSideBySide() throws Exception {
        CacheRegion region = region(HOUR);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger created = new AtomicInteger();

        Crew.work(10, () -> {
            for (int i = 0; i < 20; i++) {
                region.getOrCreate(key("a"), () -> {
                    assertThat(running.incrementAndGet()).isOne();
                    created.incrementAndGet();
                    Thread.yield();
                    return "value of round " + running.getAndDecrement();
                });
                clock.advance(Duration.ofMinutes(10));
            }
            return true;
        });

        assertThat(created).hasValueGreaterThan(1);
    }

    @Test
    void noTwoCreatorsOfSeveralKeysShareAKey() throws Exception {
        CacheRegion region = region(HOUR);
        Set<String> running = ConcurrentHashMap.newKeySet();
        AtomicInteger created = new AtomicInteger();

        Crew.work(6, () -> {
            for (int i = 0; i < 20; i++) {
                List<String> wanted = ThreadLocalRandom.current()
                        .ints(1 + i % 5, 1, 11)
                        .mapToObj(n -> key("n" + n))
                        .toList();
                Map<String, String> values = region.getOrCreateMulti(wanted, (List<String> keys) -> {
                    keys.forEach(key -> assertThat(running.add(key)).isTrue());
                    created.incrementAndGet();
                    Thread.yield();
                    running.removeAll(keys);
                    return keys.stream().collect(Collectors.toMap(key -> key, key -> "value of " + key));
                });
                assertThat(values).containsOnlyKeys(wanted);
                values.forEach((key, value) -> assertThat(value).isEqualTo("value of " + key));
                clock.advance(Duration.ofMinutes(10));
            }
            return true;
        });

        assertThat(created).hasValueGreaterThan(10);
    }
}
