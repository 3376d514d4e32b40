package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.backend.CachedValue;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The part of {@link CacheRegionContract} that is about creators that are offered the previous value. */
public abstract class RegionConditionalContract extends RegionLifeContract {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant CHANGED = Instant.parse("2025-12-24T18:30:00.123456789Z");

    /** For the suites. */
    protected RegionConditionalContract() {}

    @Test
    void aCreatorIsOfferedThePreviousValue() {
        CacheRegion region = region(HOUR);
        region.getOrCreate(key("a"), tagged("old", "\"1|\u00fc\\\""));
        CachedValue<?> stored = region.getValueMetadata(key("a"));
        clock.advance(HOUR);

        String created = region.getOrCreate(key("a"), () -> {
            CreationContext context = CreationContext.current();
            assertThat(context.previous().payload()).isEqualTo("old");
            assertThat(context.previous().creationTime()).isEqualTo(stored.creationTime());
            assertThat(context.previousETag()).isEqualTo("\"1|\u00fc\\\"");
            assertThat(context.previousLastModified()).isEqualTo(CHANGED);
            return "new";
        });

        assertThat(created).isEqualTo("new");
    }

    @Test
    void aCreatorIsOfferedAValueThatIsTooOldToBeServed() {
        CacheRegion region = region(builder -> builder.expirationTime(HOUR).serveStale(Duration.ZERO));
        region.getOrCreate(key("a"), tagged("old", "1"));
        clock.advance(HOUR);

        assertThat(region.<String>getOrCreate(key("a"), RegionConditionalContract::offered))
                .isEqualTo("old 1");
    }

    @Test
    void aCreatorIsOfferedNothingThatIsGone() {
        CacheRegion region = region(HOUR);
        Callable<String> creator = RegionConditionalContract::offered;

        assertThat(region.getOrCreate(key("a"), creator)).isEqualTo("nothing null null");
        region.delete(key("a"));
        assertThat(region.getOrCreate(key("a"), creator)).isEqualTo("nothing null null");
        region.invalidate();
        assertThat(region.getOrCreate(key("a"), creator)).isEqualTo("nothing null null");
    }

    @Test
    void aCreatorIsOfferedASoftInvalidatedValue() {
        CacheRegion region = region(HOUR);
        region.getOrCreate(key("a"), tagged("old", "1"));
        region.invalidate(false);

        assertThat(region.<String>getOrCreate(key("a"), RegionConditionalContract::offered))
                .isEqualTo("old 1");
    }

    @Test
    void aValueWithoutSuchAnnouncementsHasNone() {
        CacheRegion region = region(HOUR);
        region.set(key("a"), "old");
        clock.advance(HOUR);

        assertThat(region.<String>getOrCreate(key("a"), RegionConditionalContract::offered))
                .isEqualTo("old null");
    }

    @Test
    void anUnmodifiedValueIsRenewed() {
        CacheRegion region = region(HOUR);
        region.getOrCreate(key("a"), tagged("old", "1"));
        clock.advance(HOUR.plus(MINUTE));

        String kept =
                region.getOrCreate(key("a"), () -> CreationContext.current().notModified());

        assertThat(kept).isEqualTo("old");
        CachedValue<String> renewed = region.getValueMetadata(key("a"));
        assertThat(renewed.payload()).isEqualTo("old");
        assertThat(renewed.age(clock)).isZero();
        clock.advance(HOUR.minusMillis(1));
        assertThat(region.<String>get(key("a"))).isEqualTo("old");
        clock.advance(Duration.ofMillis(1));
        assertThat(region.<String>getOrCreate(key("a"), RegionConditionalContract::offered))
                .isEqualTo("old 1");
    }

    @Test
    void aRenewedValueMayHaveOtherAnnouncements() {
        CacheRegion region = region(HOUR);
        region.getOrCreate(key("a"), tagged("old", "1"));
        clock.advance(HOUR);

        region.getOrCreate(key("a"), () -> {
            CreationContext.current().etag("2");
            return CreationContext.current().notModified();
        });

        clock.advance(HOUR);
        region.getOrCreate(key("a"), () -> {
            assertThat(CreationContext.current().previousETag()).isEqualTo("2");
            assertThat(CreationContext.current().previousLastModified()).isEqualTo(CHANGED);
            return "new";
        });
        clock.advance(HOUR);
        assertThat(region.<String>getOrCreate(key("a"), RegionConditionalContract::offered))
                .isEqualTo("new null");
    }

    @Test
    void aRenewedValueKeepsALifeOfItsOwn() {
        CacheRegion region = region(HOUR);
        region.getOrCreate(key("a"), () -> {
            CreationContext.current().expirationTime(MINUTE);
            CreationContext.current().serveStale(HOUR.multipliedBy(2));
            return "old";
        });
        for (int i = 0; i < 3; i++) {
            clock.advance(MINUTE);
            assertThat(region.<String>get(key("a"))).isNull();
            region.getOrCreate(key("a"), () -> CreationContext.current().notModified());
            assertThat(region.<String>get(key("a"))).isEqualTo("old");
        }

        clock.advance(MINUTE.plus(HOUR.multipliedBy(2)).minusMillis(1));
        assertThat(servedDuringACreation(region, "a", CallOptions.NONE)).isEqualTo("old");
    }

    @Test
    void aRenewedValueMayBeGivenAnotherLife() {
        CacheRegion region = region(HOUR);
        region.getOrCreate(key("a"), () -> {
            CreationContext.current().expirationTime(MINUTE);
            return "old";
        });
        clock.advance(MINUTE);

        region.getOrCreate(key("a"), () -> {
            CreationContext.current().expirationTime(MINUTE.multipliedBy(2));
            return CreationContext.current().notModified();
        });

        clock.advance(MINUTE.multipliedBy(2).minusMillis(1));
        assertThat(region.<String>get(key("a"))).isEqualTo("old");
        clock.advance(Duration.ofMillis(1));
        assertThat(region.<String>get(key("a"))).isNull();
    }

    @Test
    void renewalsDontWearAShortenedLifeDown() {
        Duration shortened = Duration.ofMinutes(45);
        CacheRegion region = region(builder -> builder.expirationTime(HOUR)
                .policies(Policies.NONE.expirationJitter(0.5))
                .randomness(() -> Long.MIN_VALUE)); // draws the middle
        region.set(key("region's"), "old");
        region.set(key("own"), "old", CallOptions.NONE.lasting(HOUR, null));

        for (String name : List.of("region's", "own")) {
            for (int i = 0; i < 5; i++) {
                region.getOrCreate(key(name), () -> CreationContext.current().notModified());
                clock.advance(shortened.minusMillis(1));
                assertThat(region.<String>get(key(name))).isEqualTo("old");
                clock.advance(Duration.ofMillis(1));
                assertThat(region.<String>get(key(name))).isNull();
            }
        }
    }

    @Test
    void nullCanBeUnmodifiedToo() {
        CacheRegion region = region(HOUR);
        region.set(key("a"), null);
        clock.advance(HOUR);

        region.<String>getOrCreate(key("a"), () -> CreationContext.current().notModified());

        assertThat(region.<String>getValueMetadata(key("a"))).isNotNull();
    }

    @Test
    void thereMustBeAValueToBeKept() {
        CacheRegion region = region(HOUR);
        Callable<String> creator = () -> CreationContext.current().notModified();
        String reason = "There is no previous value of key '" + key("a") + "' of region 'contract' that could be kept";

        assertThatThrownBy(() -> region.getOrCreate(key("a"), creator))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(reason);
        region.set(key("a"), "old");
        region.invalidate();
        assertThatThrownBy(() -> region.getOrCreate(key("a"), creator)).hasMessageContaining(reason);
    }

    @Test
    void whoeverReturnsAnotherValueHasMadeAnother() {
        CacheRegion region = region(HOUR);
        region.getOrCreate(key("a"), tagged("old", "1"));
        clock.advance(HOUR);

        region.getOrCreate(key("a"), () -> {
            CreationContext.current().notModified();
            return "new after all";
        });

        clock.advance(HOUR);
        assertThat(region.<String>getOrCreate(key("a"), RegionConditionalContract::offered))
                .isEqualTo("new after all null");
    }

    @Test
    void aChangeDuringARenewalWins() {
        CacheRegion region = region(HOUR);
        region.getOrCreate(key("a"), tagged("old", "1"));
        clock.advance(HOUR);

        region.getOrCreate(key("a"), () -> {
            region.set(key("a"), "set");
            return CreationContext.current().notModified();
        });

        assertThat(region.<String>get(key("a"))).isEqualTo("set");
    }

    @Test
    void eachOfSeveralKeysHasAPreviousValueOfItsOwn() {
        CacheRegion region = region(HOUR);
        List<String> keys = List.of(key("a"), key("b"), key("c"));
        region.getOrCreateMulti(keys.subList(0, 2), (List<String> missing) -> {
            CreationContext context = CreationContext.current();
            context.lastModified(CHANGED);
            context.etag(key("a"), "1");
            context.etag(key("b"), "2");
            return Map.of(key("a"), "old a", key("b"), "old b");
        });
        clock.advance(HOUR);

        Map<String, String> values = region.getOrCreateMulti(keys, (List<String> missing) -> {
            CreationContext context = CreationContext.current();
            assertThat(context.previousETag(key("a"))).isEqualTo("1");
            assertThat(context.previousETag(key("b"))).isEqualTo("2");
            assertThat(context.previousLastModified(key("b"))).isEqualTo(CHANGED);
            assertThat(context.previous(key("c"))).isNull();
            assertThatThrownBy(() -> context.notModified(key("c"))).hasMessageContaining(key("c"));
            assertThatThrownBy(context::notModified)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("name the one that is meant");
            assertThatThrownBy(() -> context.previous("other")).isInstanceOf(IllegalArgumentException.class);
            return Map.of(key("a"), context.notModified(key("a")), key("b"), "new", key("c"), "new");
        });

        assertThat(values)
                .containsExactlyInAnyOrderEntriesOf(Map.of(key("a"), "old a", key("b"), "new", key("c"), "new"));
        clock.advance(HOUR);
        region.getOrCreateMulti(keys, (List<String> missing) -> {
            CreationContext context = CreationContext.current();
            assertThat(context.previousETag(key("a"))).isEqualTo("1");
            assertThat(context.previousETag(key("b"))).isNull();
            return Map.of();
        });
    }

    @Test
    void aCreatorThatAnswersLaterKeepsThePreviousValueToo() {
        CacheRegion region = region(HOUR);
        region.getOrCreate(key("a"), tagged("old", "1"));
        clock.advance(HOUR);

        CompletableFuture<String> created = region.getOrCreateAsync(key("a"), () -> {
            CreationContext context = CreationContext.current();
            return CompletableFuture.supplyAsync(() -> context.previousETag())
                    .thenApplyAsync(etag -> "1".equals(etag) ? context.notModified() : "new");
        });

        assertThat(created.join()).isEqualTo("old");
        assertThat(region.<String>get(key("a"))).isEqualTo("old");
    }

    @Test
    void aCreatorOfSeveralThatAnswersLaterKeepsPreviousValuesToo() {
        CacheRegion region = region(HOUR);
        region.set(key("a"), "old");
        clock.advance(HOUR);

        CompletableFuture<Map<String, String>> created =
                region.getOrCreateMultiAsync(List.of(key("a"), key("b")), (List<String> missing) -> {
                    CreationContext context = CreationContext.current();
                    return CompletableFuture.supplyAsync(() -> {
                        Map<String, String> values = new LinkedHashMap<>();
                        missing.forEach(key ->
                                values.put(key, context.previous(key) == null ? "new" : context.notModified(key)));
                        return values;
                    });
                });

        assertThat(created.join()).isEqualTo(Map.of(key("a"), "old", key("b"), "new"));
        assertThat(region.<String>get(key("a"))).isEqualTo("old");
    }

    private static Callable<String> tagged(String value, String etag) {
        return () -> {
            CreationContext.current().etag(etag);
            CreationContext.current().lastModified(CHANGED);
            return value;
        };
    }

    /** A creator that answers what it is offered, with its etag. */
    private static String offered() {
        CreationContext context = CreationContext.current();
        CachedValue<?> previous = context.previous();
        return previous == null
                ? "nothing " + context.previousETag() + " " + context.previousLastModified()
                : previous.payload() + " " + context.previousETag();
    }
}
