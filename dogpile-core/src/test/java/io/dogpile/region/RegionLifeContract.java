package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dogpile.testing.Gate;
import io.dogpile.testing.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The part of {@link CacheRegionContract} that is about values with a life of their own. */
public abstract class RegionLifeContract extends RegionFuturesContract {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /** For the suites. */
    protected RegionLifeContract() {}

    @Test
    void aValuesOwnExpirationTimeMayBeShorterThanTheRegions() {
        CacheRegion region = region(HOUR);
        region.getOrCreate(key("a"), expiring(MINUTE));

        clock.advance(MINUTE.minusMillis(1));
        assertThat(region.<String>get(key("a"))).isEqualTo("value 1");
        clock.advance(Duration.ofMillis(1));
        assertThat(region.<String>get(key("a"))).isNull();
        assertThat(region.<String>getOrCreate(key("a"), numbered())).isEqualTo("value 2");
    }

    @Test
    void aValuesOwnExpirationTimeMayBeLongerThanTheRegions() {
        CacheRegion region = region(MINUTE);
        region.getOrCreate(key("a"), expiring(HOUR));
        region.getOrCreate(key("never"), expiring(CacheRegion.NEVER));

        clock.advance(HOUR.minusMillis(1));
        region.set(key("b"), "a write, when a backend may tidy up");
        assertThat(region.<String>get(key("a"))).isEqualTo("value 1");
        assertThat(region.<String>get(key("never"))).isEqualTo("value 2");

        clock.advance(Duration.ofMillis(1));
        assertThat(region.<String>get(key("a"))).isNull();
        assertThat(region.<String>get(key("never"))).isEqualTo("value 2");
    }

    @Test
    void theReaderDecidesAgainstTheValue() {
        CacheRegion region = region(HOUR);
        region.getOrCreate(key("a"), expiring(MINUTE));
        CallOptions patient = CallOptions.expiring(Duration.ofMinutes(2));
        CallOptions strict = CallOptions.expiring(Duration.ofSeconds(30));

        clock.advance(MINUTE.minusMillis(1));
        assertThat(region.<String>get(key("a"), strict)).isNull();
        clock.advance(MINUTE);
        assertThat(region.<String>get(key("a"), patient)).isEqualTo("value 1");
        assertThat(region.<String>getOrCreate(key("a"), numbered(), patient)).isEqualTo("value 1");
    }

    @Test
    void aValueSaysHowLongItMayBeServedWhenStale() {
        CacheRegion region = region(builder -> builder.expirationTime(MINUTE).serveStale(Duration.ZERO));
        region.getOrCreate(key("a"), () -> {
            CreationContext.current().serveStale(MINUTE);
            return "old";
        });

        clock.advance(MINUTE.plusMillis(1));
        assertThat(servedDuringACreation(region, "a", CallOptions.NONE)).isEqualTo("old");
        clock.advance(MINUTE);
        assertThat(region.<String>getOrCreate(key("a"), () -> "new")).isEqualTo("new");
    }

    @Test
    void oneOfSeveralValuesMayBeServedForLongerWhenStale() {
        CacheRegion region = region(builder -> builder.expirationTime(MINUTE).serveStale(Duration.ZERO));
        region.getOrCreateMulti(List.of(key("a"), key("b")), (List<String> missing) -> {
            CreationContext.current().serveStale(key("a"), MINUTE);
            return Map.of(key("a"), "old", key("b"), "old");
        });

        clock.advance(MINUTE.plusMillis(1));
        assertThat(servedDuringACreation(region, "a", CallOptions.NONE)).isEqualTo("old");
        assertThat(region.<String>getOrCreate(key("b"), () -> ownOrStale(region, "b", CallOptions.NONE)))
                .isEqualTo("nothing to serve");
    }

    @Test
    void theReaderDecidesHowLongAStaleValueMayBeServed() {
        CacheRegion region = region(builder -> builder.expirationTime(MINUTE).serveStale(HOUR));
        CallOptions strict = CallOptions.NONE.servingStale(MINUTE);
        region.set(key("a"), "old");

        clock.advance(MINUTE.multipliedBy(2).minusMillis(1));
        assertThat(servedDuringACreation(region, "a", strict)).isEqualTo("old");
        region.set(key("b"), "old");
        clock.advance(MINUTE.multipliedBy(2));
        assertThat(servedDuringACreation(region, "b", CallOptions.NONE)).isEqualTo("old");
        region.set(key("c"), "old");
        clock.advance(MINUTE.multipliedBy(2));
        assertThat(region.<String>getOrCreate(key("c"), () -> ownOrStale(region, "c", strict)))
                .isEqualTo("nothing to serve");
    }

    @Test
    void whatIsNotToBeStoredReachesItsCallerOnly() {
        CacheRegion region = region();

        String created = region.getOrCreate(key("a"), () -> {
            CreationContext.current().doNotStore();
            return "refused";
        });

        assertThat(created).isEqualTo("refused");
        assertThat(region.getValueMetadata(key("a"))).isNull();
    }

    @Test
    void eachOfSeveralValuesMayHaveALifeOfItsOwn() {
        CacheRegion region = region(HOUR);
        List<String> keys = List.of(key("a"), key("b"), key("c"), key("d"));

        Map<String, String> created = region.getOrCreateMulti(keys, (List<String> missing) -> {
            CreationContext context = CreationContext.current();
            context.expirationTime(Duration.ofMinutes(2));
            context.expirationTime(key("a"), MINUTE);
            context.expirationTime(key("b"), CacheRegion.NEVER);
            context.doNotStore(key("d"));
            return Map.of(key("a"), "a", key("b"), "b", key("c"), "c", key("d"), "d");
        });

        assertThat(created).containsOnlyKeys(keys);
        assertThat(region.getMulti(keys)).containsOnlyKeys(key("a"), key("b"), key("c"));
        clock.advance(MINUTE);
        assertThat(region.getMulti(keys)).containsOnlyKeys(key("b"), key("c"));
        clock.advance(MINUTE);
        assertThat(region.getMulti(keys)).containsOnlyKeys(key("b"));
    }

    @Test
    void optionsGiveALifeThatTheCreatorMayChange() {
        CacheRegion region = region(HOUR);
        CallOptions minute = CallOptions.NONE.lasting(MINUTE, Duration.ZERO);
        region.getOrCreate(key("a"), numbered(), minute);
        region.getOrCreate(key("b"), expiring(Duration.ofMinutes(2)), minute);
        region.set(key("c"), "set", minute);

        clock.advance(MINUTE);
        assertThat(region.<String>get(key("a"))).isNull();
        assertThat(region.<String>get(key("b"))).isEqualTo("value 2");
        assertThat(region.<String>get(key("c"))).isNull();
    }

    @Test
    void aCreatorThatAnswersLaterSpeaksUntilItDoes() {
        CacheRegion region = region(HOUR);
        CompletableFuture<String> answer = new CompletableFuture<>();
        AtomicReference<CreationContext> context = new AtomicReference<>();
        CompletableFuture<String> created = region.getOrCreateAsync(key("a"), () -> {
            context.set(CreationContext.current());
            return answer;
        });
        await().until(() -> context.get() != null);

        assertThat(context.get().key()).isEqualTo(key("a"));
        context.get().expirationTime(MINUTE);
        answer.complete("later");
        assertThat(created.join()).isEqualTo("later");
        assertThatThrownBy(() -> context.get().doNotStore()).isInstanceOf(IllegalStateException.class);
        assertThat(region.<String>get(key("a"))).isEqualTo("later");
        clock.advance(MINUTE);
        assertThat(region.<String>get(key("a"))).isNull();
    }

    @Test
    void aCreatorOfSeveralThatAnswersLaterSpeaksToo() {
        CacheRegion region = region(HOUR);
        List<String> keys = List.of(key("a"), key("b"), key("c"));

        CompletableFuture<Map<String, String>> created = region.getOrCreateMultiAsync(keys, (List<String> missing) -> {
            CreationContext context = CreationContext.current();
            return CompletableFuture.supplyAsync(() -> {
                context.expirationTime(key("a"), MINUTE);
                context.doNotStore(key("c"));
                return missing.stream().collect(Collectors.toMap(key -> key, key -> "later"));
            });
        });

        assertThat(created.join()).containsOnlyKeys(keys);
        assertThat(region.getMulti(keys)).containsOnlyKeys(key("a"), key("b"));
        clock.advance(MINUTE);
        assertThat(region.getMulti(keys)).containsOnlyKeys(key("b"));
    }

    private Callable<String> expiring(Duration time) {
        return () -> {
            CreationContext.current().expirationTime(time);
            return numbered().call();
        };
    }

    /** What a caller gets while another thread creates. */
    final String servedDuringACreation(CacheRegion region, String name, CallOptions options) {
        Gate gate = new Gate();
        Task<String> creation = Task.start(() -> region.getOrCreate(key(name), gate.then("new")));
        gate.awaitReached();
        try {
            return region.getOrCreate(key(name), () -> "nothing to serve", options);
        } finally {
            gate.open();
            creation.value();
        }
    }

    /** Within the creation of a key, the same thread finds what is servable, or creates for itself. */
    final String ownOrStale(CacheRegion region, String name, CallOptions options) {
        return region.getOrCreate(key(name), () -> "nothing to serve", options);
    }
}
