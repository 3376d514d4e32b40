package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.backend.CachedValue;
import io.dogpile.testing.MutableClock;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoarseFreshnessTests {

    private final MutableClock exact = new MutableClock();
    private final MutableClock coarse = new MutableClock();
    private final Freshness freshness =
            new Freshness(Freshness.FOREVER, 0, new LocalInvalidation(exact), exact, coarse);

    @ParameterizedTest
    @CsvSource({"PT0.999S, false", "PT1S, true", "PT1H, true"})
    void onlyLongExpirationTimesAreReadFromTheCoarseClock(Duration expiration, boolean coarsely) {
        CachedValue<String> value = CachedValue.of("value", CachedValue.nowMicros(exact));

        exact.advance(expiration);
        assertThat(freshness.isFresh(value, Freshness.micros(expiration))).isEqualTo(coarsely);

        coarse.advance(expiration);
        assertThat(freshness.isFresh(value, Freshness.micros(expiration))).isFalse();
    }
}
