package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.backend.CachedValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GetTests extends MemoryFixture {

    @Test
    void metadataSaysWhenAValueWasCreatedAndHowOldItIs() {
        CacheRegion region = region();
        region.set("some key", "some value");
        long created = CachedValue.nowMicros(clock);

        clock.advance(Duration.ofSeconds(5));

        CachedValue<String> entry = region.getValueMetadata("some key");
        assertThat(entry).isNotNull();
        assertThat(entry.payload()).isEqualTo("some value");
        assertThat(entry.creationTimeMicros()).isEqualTo(created);
        assertThat(entry.age(clock)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void thereIsNoMetadataOfAnExpiredValueUnlessExpirationIsIgnored() {
        CacheRegion region = region();
        region.set("some key", "some value");
        clock.advance(Duration.ofSeconds(5));

        assertThat(region.getValueMetadata("some key", CallOptions.expiring(Duration.ofSeconds(4))))
                .isNull();
        assertThat(region.getValueMetadata("some key", CallOptions.ignoringExpiration()))
                .isNotNull();
    }

    @Test
    void metadataOfACachedNullIsAnEntryWithoutPayload() {
        CacheRegion region = region();
        region.set("some key", null);

        CachedValue<String> entry = region.getValueMetadata("some key");

        assertThat(entry).isNotNull();
        assertThat(entry.payload()).isNull();
    }

    @Test
    void anEntryOfAnotherVersionIsMissingAndOverwritten() {
        CacheRegion region = region();
        CachedValue<String> foreign = CachedValue.of("old format", CachedValue.nowMicros(clock), 1, Map.of());
        region.backend().set("a", foreign, null);

        assertThat(region.<String>get("a")).isNull();
        assertThat(region.<String>get("a", CallOptions.ignoringExpiration())).isNull();
        assertThat(region.<String>getOrCreate("a", numbered())).isEqualTo("value 1");
        assertThat(region.<String>get("a")).isEqualTo("value 1");
    }

    @Test
    void anEntryOfAnotherVersionIsNotServedAsAStaleOne() throws Exception {
        CacheRegion region = region(builder -> builder.asyncCreation(task -> {
            throw new AssertionError("only a stale value is re-created in the background");
        }));
        region.backend().set("a", CachedValue.of("old format", CachedValue.nowMicros(clock), 3, Map.of()), null);
        region.invalidate(false);

        assertThat(region.<String>getOrCreate("a", numbered())).isEqualTo("value 1");
    }

    @Test
    void anEntryFromAClockThatIsAheadIsFresh() {
        CacheRegion region = region(MINUTE);
        CachedValue<String> ahead = CachedValue.of("from elsewhere", CachedValue.nowMicros(clock) + 5_000_000);
        region.backend().set("a", ahead, null);

        assertThat(region.<String>get("a")).isEqualTo("from elsewhere");
    }

    @Test
    void aNullKeyIsRefusedEverywhere() {
        CacheRegion region = region();
        Map<String, Integer> withNullKey = new HashMap<>();
        withNullKey.put(null, 1);
        List<String> nullKey = Arrays.asList("a", null);

        List<Runnable> uses = List.of(
                () -> region.get(null),
                () -> region.getMulti(nullKey),
                () -> region.getValueMetadata(null),
                () -> region.getOrCreate(null, numbered()),
                () -> region.getOrCreateMulti(nullKey, all(1)),
                () -> region.set(null, 1),
                () -> region.setMulti(withNullKey),
                () -> region.delete(null),
                () -> region.deleteMulti(nullKey),
                () -> region.keyIsLocked(null));

        uses.forEach(use -> assertThatThrownBy(use::run)
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the key is null; a cache key must be an object"));
    }

    @Test
    void aValueReadAsAnotherTypeFailsWhereItIsUsed() {
        CacheRegion region = region();
        region.set("a", "text");

        assertThatThrownBy(() -> {
                    Integer number = region.get("a");
                    assertThat(number).isZero();
                })
                .isInstanceOf(ClassCastException.class);
    }
}
