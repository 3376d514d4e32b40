package io.dogpile.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CachedValueTests {

    private final MutableClock clock = new MutableClock();

    @Test
    void itsCreationTimeHasMicroseconds() {
        CachedValue<String> value = CachedValue.of("x", 1_795_389_802_990_991L);

        assertThat(value.creationTime()).isEqualTo(Instant.parse("2026-11-22T23:23:22.990991Z"));
    }

    @Test
    void nowIsMicrosecondsSinceTheEpoch() {
        clock.advance(Duration.ofNanos(1_999));

        assertThat(CachedValue.nowMicros(clock)).isEqualTo(1_767_225_600_000_001L);
    }

    @Test
    void itsAgeGrowsWithTheClock() {
        CachedValue<String> value = CachedValue.of("x", CachedValue.nowMicros(clock));

        clock.advance(Duration.ofSeconds(5));

        assertThat(value.age(clock)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void itsAgeIsNeverNegative() {
        CachedValue<String> value = CachedValue.of("x", CachedValue.nowMicros(clock) + 1);

        assertThat(value.age(clock)).isEqualTo(Duration.ZERO);
    }

    @Test
    void isOfDogpilesVersionUnlessItsWriterSaidOtherwise() {
        assertThat(CachedValue.of("x", 0).version()).isEqualTo(2).isEqualTo(CachedValue.CURRENT_VERSION);
        assertThat(CachedValue.of("x", 0, 1, Map.of()).version()).isEqualTo(1);
    }

    @Test
    void itsAttributesDoNotChange() {
        Map<String, Object> given = new HashMap<>(Map.of("t", "a.Type"));
        CachedValue<String> value = CachedValue.of("x", 0, 2, given);

        given.clear();

        assertThat(value.attributes()).containsOnly(Map.entry("t", "a.Type"));
        assertThatThrownBy(() -> value.attributes().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void anotherPayloadKeepsTheMetadata() {
        CachedValue<?> value = CachedValue.of("x", 5, 7, Map.of("t", "a.Type")).withPayload(null);

        assertThat(value.payload()).isNull();
        assertThat(value.creationTimeMicros()).isEqualTo(5);
        assertThat(value.version()).isEqualTo(7);
        assertThat(value.attributes()).containsOnly(Map.entry("t", "a.Type"));
    }

    @Test
    void anotherEntryHasItsOwnTimesAndTheSameMetadata() {
        CachedValue<String> value = CachedValue.of("x", 5, 7, Map.of("t", "a.Type"));

        CachedValue<Integer> another = value.another(1, 10, 3);

        assertThat(another)
                .usingRecursiveComparison()
                .isEqualTo(CachedValue.of(1, 10, 7, Map.of("t", "a.Type")).taking(3));
        assertThat(another.attributes()).isSameAs(value.attributes());
        assertThat(value.another(1, 10, -1).tookMicros()).isZero();
        assertThat(value.another(1, 10, Long.MAX_VALUE).tookMicros()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void olderDataMayNotReplaceNewerData() {
        CachedValue<String> two = CachedValue.of("x", 10).taking(3).versioned(2);

        assertThat(two.mayReplace(null)).isTrue();
        assertThat(two.mayReplace(two.versioned(1))).isTrue();
        assertThat(two.mayReplace(two)).isTrue();
        assertThat(two.mayReplace(two.versioned(3))).isFalse();
        assertThat(two.mayReplace(two.versioned(-1))).isTrue();
        assertThat(two.versioned(-1).mayReplace(two)).isTrue();
        assertThat(CachedValue.of("x", 1).mayReplace(two)).isTrue();
        assertThat(two.mayReplace(CachedValue.of("x", 10, 7, Map.of()).versioned(3)))
                .isTrue();
    }

    @Test
    void olderDataMayReplaceWhatWasInvalidated() {
        CachedValue<String> present = CachedValue.of("x", 10).taking(3).versioned(3);
        CachedValue<String> two = CachedValue.of("x", 20).versioned(2);

        assertThat(two.replacingUntil(7).mayReplace(present)).isTrue();
        assertThat(two.replacingUntil(6).mayReplace(present)).isFalse();
        assertThat(two.replacingUntil(7).living(5, 5).failing(1, 1).versioned(1).mayReplace(present))
                .isTrue();
        assertThat(two.replacesUntilMicros()).isEqualTo(Long.MIN_VALUE);
        assertThat(two.replacingUntil(7).replacesUntilMicros()).isEqualTo(7);
        CachedValue<String> unversioned = CachedValue.of("x", 1);
        assertThat(unversioned.replacingUntil(7)).isSameAs(unversioned);
    }

    @Test
    void aShortenedLifeIsKeptNoLongerThanOthersAndTellsItself() {
        CachedValue<String> shortened = CachedValue.of("x", 5).versioned(3).shortened(60);
        CachedValue<String> own = shortened.living(60, -1);

        assertThat(shortened.isShortened()).isTrue();
        assertThat(shortened.expirationMicros(100)).isEqualTo(60);
        assertThat(shortened.retentionMicros(100)).isEqualTo(100);
        assertThat(shortened.living(-1, 7).shortened(60).retentionMicros(100)).isEqualTo(67);
        assertThat(shortened.failing(1, 2).versioned(4).isShortened()).isTrue();
        assertThat(own.isShortened()).isFalse();
        assertThat(own.dataVersion()).isEqualTo(3);
        assertThat(own.retentionMicros(100)).isEqualTo(160);
        assertThat(CachedValue.of("x", 5).isShortened()).isFalse();
    }

    @Test
    void saysWhatItIs() {
        assertThat(CachedValue.of("x", 0, 2, Map.of("t", "a.Type")))
                .hasToString("CachedValue[payload=x, creationTime=1970-01-01T00:00:00Z, version=2,"
                        + " attributes={t=a.Type}]");
    }
}
