package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.settings.InvalidSettingException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DurationSettingsTests extends MemoryFixture {

    private static final Duration NEGATIVE = Duration.ofSeconds(-2);

    @Test
    void aNegativeExpirationTimeIsRefused() {
        assertThatThrownBy(() -> config().settingPrefix("cache.r.")
                        .expirationTime(NEGATIVE)
                        .build())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("cache.r.expiration-time=PT-2S: is negative."
                        + " Give a duration of zero or more, or -1 for no end.");
    }

    @Test
    void aNegativeStaleWindowIsRefused() {
        assertThatThrownBy(() ->
                        config().settingPrefix("cache.r.").serveStale(NEGATIVE).build())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("cache.r.serve-stale=PT-2S: is negative.");
    }

    @Test
    void aNegativeWaitTimeoutIsRefusedEvenIfItIsMinusOne() {
        assertThatThrownBy(() -> config().settingPrefix("cache.r.")
                        .waitTimeout(CacheRegion.NEVER)
                        .build())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("cache.r.wait-timeout=PT-1S: is negative. Give a duration of zero or more.");
    }

    @Test
    void aNegativeExpirationTimeOfACallIsRefused() {
        assertThatThrownBy(() -> CallOptions.expiring(NEGATIVE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expirationTime is PT-2S; it must not be negative, except for -1 s, which means never");
        CacheRegion region = region();
        region.set("a", 1);
        assertThatThrownBy(() -> region.get("a", CallOptions.expiring(() -> NEGATIVE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-2S");
    }

    @Test
    void minusOneAndNullAreForEver() {
        CacheRegion minusOne = region(CacheRegion.NEVER);
        CacheRegion none = region(builder -> builder.expirationTime(null));
        minusOne.set("a", 1);
        none.set("a", 1);

        clock.advance(Duration.ofDays(50_000));

        assertThat(minusOne.<Integer>get("a")).isEqualTo(1);
        assertThat(none.<Integer>get("a")).isEqualTo(1);
    }

    @Test
    void theLongestDurationsAreAsGoodAsForEver() {
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
        CacheRegion region = region(builder -> builder.expirationTime(longest).waitTimeout(longest));
        region.set("a", 1);

        clock.advance(Duration.ofDays(50_000));

        assertThat(region.<Integer>get("a")).isEqualTo(1);
        assertThatCode(() -> region.getOrCreate("b", numbered())).doesNotThrowAnyException();
    }
}
