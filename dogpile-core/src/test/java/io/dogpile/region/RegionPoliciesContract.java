package io.dogpile.region;

import static io.dogpile.region.Making.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.backend.CachedValue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The part of {@link CacheRegionContract} that is about what policies make of entries. */
public abstract class RegionPoliciesContract extends RegionConditionalContract {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /** Draws the middle of every range. */
    private static final RandomGenerator MIDDLE = () -> Long.MIN_VALUE;

    private static final Policies JITTER = Policies.NONE.expirationJitter(0.5);
    private static final Duration SHORTENED = Duration.ofMinutes(45);

    /** For the suites. */
    protected RegionPoliciesContract() {}

    @Test
    void jitterShortensTheLifeOfEveryValueHoweverItCame() {
        CacheRegion region = shortening(HOUR, JITTER);
        List<String> keys = IntStream.range(0, 8).mapToObj(n -> key("n" + n)).toList();

        region.getOrCreate(keys.get(0), numbered());
        region.getOrCreateMulti(keys.subList(1, 3), RegionPoliciesContract::several);
        region.getOrCreateAsync(keys.get(3), () -> CompletableFuture.completedFuture("created"))
                .join();
        region.getOrCreateMultiAsync(
                        keys.subList(4, 5),
                        (List<String> missing) -> CompletableFuture.completedFuture(several(missing)))
                .join();
        region.set(keys.get(5), "set");
        region.setMulti(Map.of(keys.get(6), "set"));
        try (KeyWatch watch = region.watch(keys.get(7))) {
            assertThat(watch.store("watched")).isTrue();
        }

        clock.advance(SHORTENED.minusMillis(1));
        assertThat(region.getMulti(keys)).containsOnlyKeys(keys);
        clock.advance(Duration.ofMillis(1));
        assertThat(region.getMulti(keys)).isEmpty();
    }

    @Test
    void valuesThatWereMadeTogetherDontExpireTogether() {
        CacheRegion region =
                region(builder -> builder.expirationTime(HOUR).policies(JITTER).randomness(new Random(42)));
        List<String> keys = IntStream.range(0, 100).mapToObj(n -> key("n" + n)).toList();
        region.setMulti(several(keys));

        clock.advance(HOUR.dividedBy(2));
        assertThat(region.getMulti(keys)).hasSize(100);
        clock.advance(HOUR.dividedBy(4));
        assertThat(region.getMulti(keys)).hasSizeBetween(30, 70);
        clock.advance(HOUR.dividedBy(4));
        assertThat(region.getMulti(keys)).isEmpty();
    }

    @Test
    void jitterShortensALifeThatTheCreatorOrTheCallGives() {
        CacheRegion region = shortening(HOUR, JITTER);
        region.getOrCreate(key("a"), () -> {
            CreationContext.current().expirationTime(Duration.ofMinutes(4));
            return "created";
        });
        region.set(key("b"), "set", CallOptions.NONE.lasting(Duration.ofMinutes(4), null));

        clock.advance(Duration.ofMinutes(3).minusMillis(1));
        assertThat(region.getMulti(List.of(key("a"), key("b")))).hasSize(2);
        clock.advance(Duration.ofMillis(1));
        assertThat(region.getMulti(List.of(key("a"), key("b")))).isEmpty();
    }

    @Test
    void whatNeverExpiresIsNotShortened() {
        CacheRegion region = shortening(null, JITTER);
        region.set(key("a"), "for ever");
        region.set(key("b"), "for ever", CallOptions.NONE.lasting(CacheRegion.NEVER, null));

        assertThat(region.getValueMetadata(key("a")).expirationMicros(Freshness.FOREVER))
                .isEqualTo(Freshness.FOREVER);
        assertThat(region.getValueMetadata(key("b")).expirationMicros(0)).isEqualTo(Freshness.FOREVER);
    }

    @Test
    void jitterOfACallCountsMoreThanTheRegions() {
        CacheRegion region = shortening(HOUR, JITTER);
        CallOptions exact = CallOptions.NONE.following(Policies.NONE.expirationJitter(0));
        region.getOrCreate(key("a"), numbered(), exact);
        region.set(key("b"), "set", exact);
        region.getOrCreateMulti(List.of(key("c")), RegionPoliciesContract::several, exact);

        clock.advance(HOUR.minusMillis(1));

        assertThat(region.getMulti(List.of(key("a"), key("b"), key("c")))).hasSize(3);
    }

    @Test
    void nullHasALifeOfItsOwnHoweverItCame() {
        CacheRegion region = shortening(HOUR, Policies.NONE.nullExpirationTime(MINUTE));
        List<String> keys = IntStream.range(0, 6).mapToObj(n -> key("n" + n)).toList();
        region.getOrCreate(keys.get(0), () -> null);
        region.getOrCreateMulti(keys.subList(1, 2), RegionPoliciesContract::nothing);
        region.getOrCreateAsync(keys.get(2), () -> CompletableFuture.completedFuture(null))
                .join();
        region.set(keys.get(3), null);
        region.setMulti(nothing(keys.subList(4, 5)));
        region.set(keys.get(5), "something");

        clock.advance(MINUTE.minusMillis(1));
        assertThat(region.getMulti(keys)).containsOnlyKeys(keys);
        clock.advance(Duration.ofMillis(1));
        assertThat(region.getMulti(keys)).containsOnlyKeys(keys.get(5));
    }

    @Test
    void nullMayLiveLongerThanOtherValues() {
        CacheRegion region = shortening(MINUTE, Policies.NONE.nullExpirationTime(HOUR));
        region.set(key("a"), null);
        region.set(key("b"), "something");
        assertThat(region.getValueMetadata(key("a")).retentionMicros(1))
                .isGreaterThan(TimeUnit.MICROSECONDS.convert(HOUR));

        clock.advance(HOUR.minusMillis(1));
        region.set(key("c"), "a write, when a backend may tidy up");
        assertThat(region.getMulti(List.of(key("a"), key("b")))).containsOnlyKeys(key("a"));
        clock.advance(Duration.ofMillis(1));
        assertThat(region.getMulti(List.of(key("a"), key("b")))).isEmpty();
    }

    @Test
    void whatIsSaidOfAValueCountsMoreThanTheLifeOfNull() {
        CacheRegion region = shortening(HOUR, Policies.NONE.nullExpirationTime(MINUTE));
        region.getOrCreate(key("a"), () -> {
            CreationContext.current().expirationTime(MINUTE.multipliedBy(2));
            return null;
        });
        region.set(key("b"), null, CallOptions.NONE.lasting(MINUTE.multipliedBy(2), null));

        clock.advance(MINUTE);
        assertThat(region.getMulti(List.of(key("a"), key("b")))).hasSize(2);
        clock.advance(MINUTE);
        assertThat(region.getMulti(List.of(key("a"), key("b")))).isEmpty();
    }

    @Test
    void theLifeOfNullIsShortenedToo() {
        CacheRegion region = shortening(HOUR, JITTER.nullExpirationTime(Duration.ofMinutes(4)));
        region.set(key("a"), null);

        clock.advance(Duration.ofMinutes(3).minusMillis(1));
        assertThat(region.getMulti(List.of(key("a")))).hasSize(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(region.getMulti(List.of(key("a")))).isEmpty();
    }

    @Test
    void aShortenedLifeLeavesTheStaleWindowToTheRegion() {
        CacheRegion region = region(builder ->
                builder.expirationTime(HOUR).serveStale(MINUTE).policies(JITTER).randomness(MIDDLE));
        region.set(key("a"), "old");

        clock.advance(SHORTENED.plus(MINUTE).minusMillis(1));
        assertThat(servedDuringACreation(region, "a", CallOptions.NONE)).isEqualTo("old");
        clock.advance(SHORTENED.plus(MINUTE));
        assertThat(region.<String>getOrCreate(key("a"), () -> ownOrStale(region, "a", CallOptions.NONE)))
                .isEqualTo("nothing to serve");
    }

    @Test
    void entriesKnowTheVersionOfTheirData() {
        CacheRegion region = shortening(HOUR, Policies.NONE.versionOf((String value) -> (long) value.length()));
        region.set(key("a"), "four");
        region.getOrCreate(key("b"), () -> "eleven".repeat(2));
        region.set(key("null"), null);

        assertThat(version(region, "a")).isEqualTo(4);
        assertThat(version(region, "b")).isEqualTo(12);
        assertThat(version(region, "null")).isEqualTo(-1);
    }

    @Test
    void aValueWithoutVersionHasNone() {
        CacheRegion region = shortening(HOUR, Policies.NONE.versionOf(value -> null));
        region.set(key("a"), "value");

        assertThat(version(region, "a")).isEqualTo(-1);
    }

    @Test
    void aVersionThatCantBeToldIsAClearFailureAndStoresNothing() {
        CacheRegion region = shortening(HOUR, Policies.NONE.versionOf((String value) -> Long.valueOf(value)));
        Callable<String> creator = () -> "no number";

        assertThatThrownBy(() -> region.getOrCreate(key("a"), creator))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Region 'contract': versionOf, asked for the version of key '" + key("a")
                        + "', failed: java.lang.NumberFormatException")
                .hasCauseInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> region.set(key("a"), "no number")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> region.set(key("a"), "-2"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("answered -2, but a version is 0 or more, or null for none");
        assertThat(region.getValueMetadata(key("a"))).isNull();
    }

    @Test
    void theExpirationTimeOfACallIsAskedForOnce() {
        CacheRegion region = shortening(HOUR, Policies.NONE.earlyRefreshThreshold(0.5));
        AtomicInteger asked = new AtomicInteger();
        CallOptions options = CallOptions.expiring(() -> {
            asked.incrementAndGet();
            return MINUTE;
        });
        List<String> keys = List.of(key("a"), key("b"));
        List<Runnable> calls = List.of(
                () -> region.getMulti(keys, options),
                () -> region.getOrCreate(key("a"), numbered(), options),
                () -> region.getOrCreateWithMetadata(key("a"), numbered(), options),
                () -> region.getOrCreateMulti(keys, RegionPoliciesContract::several, options),
                () -> region.getOrCreateAsync(key("a"), () -> CompletableFuture.completedFuture("created"), options)
                        .join(),
                () -> region.getOrCreateWithMetadataAsync(
                                key("a"), () -> CompletableFuture.completedFuture("created"), options)
                        .join(),
                () -> region.getOrCreateMultiAsync(
                                keys,
                                (List<String> missing) -> CompletableFuture.completedFuture(several(missing)),
                                options)
                        .join());

        for (Runnable call : calls) {
            region.setMulti(several(keys));
            for (Duration age : List.of(Duration.ZERO, Duration.ofSeconds(40), Duration.ofSeconds(20))) {
                clock.advance(age);
                asked.set(0);
                call.run();
                assertThat(asked)
                        .as("call %s, %s later", calls.indexOf(call), age)
                        .hasValue(1);
                soon().untilAsserted(
                                () -> assertThat(region.runningCreationCount()).isZero());
            }
        }
    }

    @Test
    void aFailureIsServedForItsTimeWithoutTryingAgain() {
        CacheRegion region = shortening(HOUR, Policies.NONE.failureExpirationTime(MINUTE));
        IllegalStateException failure = new IllegalStateException("out of order");
        List<String> keys = List.of(key("a"), key("b"));

        assertThatThrownBy(() -> region.getOrCreateMulti(keys, missing -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThatThrownBy(() -> region.getOrCreate(key("a"), numbered())).isSameAs(failure);
        assertThatThrownBy(() -> region.getOrCreateAsync(key("b"), () -> CompletableFuture.completedFuture("created"))
                        .join())
                .hasCause(failure);

        clock.advance(MINUTE);
        assertThat(region.<String>getOrCreate(key("a"), numbered())).isEqualTo("value 1");
    }

    private CacheRegion shortening(Duration expiration, Policies policies) {
        return region(
                builder -> builder.expirationTime(expiration).policies(policies).randomness(MIDDLE));
    }

    private static Map<String, String> several(List<String> keys) {
        return keys.stream().collect(Collectors.toMap(key -> key, key -> "created"));
    }

    private static Map<String, String> nothing(List<String> keys) {
        Map<String, String> nulls = new LinkedHashMap<>();
        keys.forEach(key -> nulls.put(key, null));
        return nulls;
    }

    private long version(CacheRegion region, String name) {
        CachedValue<?> entry = region.getValueMetadata(key(name));
        assertThat(entry).isNotNull();
        return entry.dataVersion();
    }
}
