package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.testing.MutableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class CoarseClockTests {

    private final MutableClock exact = new MutableClock();
    private final CoarseClock clock = new CoarseClock(exact);

    @Test
    void theFirstAnswerIsExact() {
        assertThat(clock.millis()).isEqualTo(exact.millis());
        assertThat(clock.instant().toEpochMilli()).isEqualTo(exact.millis());
    }

    @Test
    void followsTheExactClock() {
        for (int i = 0; i < 10; i++) {
            exact.advance(Duration.ofHours(1));

            await().until(() -> clock.millis() == exact.millis());
        }
    }

    @Test
    void isExactAgainAfterItsThreadEnded() {
        clock.millis();
        await().until(() -> ticking());
        await().until(() -> !ticking());

        exact.advance(Duration.ofHours(1));

        assertThat(clock.millis()).isEqualTo(exact.millis());
        await().until(() -> ticking());
    }

    @Test
    void goesOnWhileItIsAsked() {
        for (int i = 0; i < 10 * CoarseClock.TICKS_WITHOUT_QUESTIONS; i++) {
            assertThat(clock.tick()).isTrue();
            clock.millis();
        }
        for (int i = 0; i < CoarseClock.TICKS_WITHOUT_QUESTIONS; i++) {
            assertThat(clock.tick()).isTrue();
        }
        assertThat(clock.tick()).isFalse();
    }

    @Test
    void standsInForTheSystemsClockOnly() {
        assertThat(CoarseClock.of(Clock.systemUTC())).isInstanceOf(CoarseClock.class);
        assertThat(CoarseClock.of(InstantSource.system())).isSameAs(CoarseClock.of(Clock.systemUTC()));
        assertThat(CoarseClock.of(exact)).isSameAs(exact);
    }

    private boolean ticking() {
        Thread ticker = clock.ticker();
        return ticker != null && ticker.isAlive();
    }
}
