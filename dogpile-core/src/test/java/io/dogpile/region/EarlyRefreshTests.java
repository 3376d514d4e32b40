package io.dogpile.region;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dogpile.backend.CachedValue;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EarlyRefreshTests {

    private static final long CREATED = SECONDS.toMicros(1_800_000_000);
    private static final long HOUR = HOURS.toMicros(1);
    private static final double EULER = 0.5772156649;

    /** A draw that makes every read due whose probability is not zero, and one that makes none due. */
    private static final RandomGenerator SOONEST = drawing(Math.nextDown(1.0));

    private static final RandomGenerator NEVER_SOONER = drawing(0);

    @ParameterizedTest
    @CsvSource({
        "1,   100,   100", // exp(-1), 37 %
        "1,   100,   200",
        "1,   100,   500", // 0.7 %
        "1,   100,     1",
        "2,   100,   300",
        "0.5, 100,   100",
        "1, 60000, 90000",
    })
    void theProbabilityFallsExponentiallyWithTheTimeLeft(double beta, long tookMillis, long leftMillis) {
        EarlyRefresh policy = new EarlyRefresh(beta, 0);
        CachedValue<?> value = taking(MILLISECONDS.toMicros(tookMillis));
        Random random = new Random(42);
        int reads = 200_000;

        int due = 0;
        for (int i = 0; i < reads; i++) {
            due += policy.isDue(value, HOUR, CREATED + HOUR - MILLISECONDS.toMicros(leftMillis), random) ? 1 : 0;
        }

        double expected = Math.exp(-leftMillis / (beta * tookMillis));
        double deviation = Math.sqrt(expected * (1 - expected) / reads);
        assertThat((double) due / reads).isCloseTo(expected, within(5 * deviation));
    }

    @ParameterizedTest
    @CsvSource({"1, 1000, 10", "1, 1000, 100", "2, 1000, 20", "0.5, 4000, 10", "1, 50, 400"})
    void theFirstReadThatIsDueComesAsEarlyAsTheFormulaSays(double beta, long tookMillis, double readsPerSecond) {
        EarlyRefresh policy = new EarlyRefresh(beta, 0);
        CachedValue<?> value = taking(MILLISECONDS.toMicros(tookMillis));
        double scale = beta * tookMillis / 1_000;
        Random random = new Random(7);
        int cycles = 4_000;

        double sum = 0;
        for (int i = 0; i < cycles; i++) {
            double left = 30 * scale; // before that, hardly any read is due
            do {
                left += Math.log(1 - random.nextDouble()) / readsPerSecond;
            } while (!policy.isDue(value, HOUR, CREATED + HOUR - (long) (left * 1e6), random));
            sum += left;
        }

        double expected = scale * (Math.log(readsPerSecond * scale) + EULER);
        double deviation = scale * Math.PI / Math.sqrt(6 * cycles);
        assertThat(sum / cycles).isCloseTo(expected, within(5 * deviation));
    }

    @Test
    void aValueWhoseCreatorsTimeIsUnknownIsNeverDrawn() {
        EarlyRefresh policy = new EarlyRefresh(1, 0);

        assertThat(policy.isDue(taking(0), HOUR, CREATED + HOUR - 1, SOONEST)).isFalse();
        assertThat(policy.isDue(taking(1), HOUR, CREATED + HOUR - 1, SOONEST)).isTrue();
    }

    @Test
    void everyReadIsDueAfterTheThreshold() {
        EarlyRefresh policy = new EarlyRefresh(0, 0.8);
        long threshold = CREATED + MINUTES.toMicros(48);

        assertThat(policy.isDue(taking(0), HOUR, threshold - 1, SOONEST)).isFalse();
        assertThat(policy.isDue(taking(0), HOUR, threshold, NEVER_SOONER)).isTrue();
        assertThat(policy.isDue(taking(HOUR), HOUR, threshold - 1, SOONEST))
                .describedAs("without XFetch it does not matter how long the creator takes")
                .isFalse();
    }

    @Test
    void eitherPolicyMakesAReadDue() {
        EarlyRefresh policy = new EarlyRefresh(1, 0.8);
        CachedValue<?> slow = taking(MINUTES.toMicros(10));

        assertThat(policy.isDue(slow, HOUR, CREATED + HOUR / 2, SOONEST)).isTrue();
        assertThat(policy.isDue(slow, HOUR, CREATED + HOUR / 2, NEVER_SOONER)).isFalse();
        assertThat(policy.isDue(slow, HOUR, CREATED + HOUR * 9 / 10, NEVER_SOONER))
                .isTrue();
    }

    @Test
    void whatNeverExpiresIsNeverDue() {
        EarlyRefresh policy = new EarlyRefresh(1, 0.1);

        assertThat(policy.isDue(taking(HOUR), Freshness.FOREVER, CREATED + 1000 * HOUR, SOONEST))
                .isFalse();
    }

    @Test
    void nothingIsDueWhileNobodyShouldTryAgain() {
        EarlyRefresh policy = new EarlyRefresh(1, 0.5);
        long now = CREATED + HOUR - 1;
        CachedValue<?> failed = taking(HOUR).failing(1, now + 1);

        assertThat(policy.isDue(failed, HOUR, now, SOONEST)).isFalse();
        assertThat(policy.isDue(failed, HOUR, now + 1, SOONEST)).isTrue();
    }

    @Test
    void aValueFromAClockThatIsAheadCountsAsNew() {
        EarlyRefresh policy = new EarlyRefresh(1, 0.5);

        assertThat(policy.isDue(taking(1), HOUR, CREATED - HOUR, SOONEST)).isFalse();
        assertThat(policy.isDue(taking(1), Freshness.FOREVER - 1, CREATED - HOUR, SOONEST))
                .isFalse();
    }

    @Test
    void nothingIsDrawnFarFromTheExpiration() {
        EarlyRefresh policy = new EarlyRefresh(1, 0);
        RandomGenerator untouched = () -> {
            throw new AssertionError("drawn");
        };

        assertThat(policy.isDue(taking(SECONDS.toMicros(1)), HOUR, CREATED + HOUR / 2, untouched))
                .isFalse();
    }

    @Test
    void policiesThatSayNothingRefreshNothing() {
        assertThat(EarlyRefresh.of(Policies.NONE)).isNull();
        assertThat(EarlyRefresh.of(Policies.NONE.earlyRefresh(0).earlyRefreshThreshold(1)))
                .isNull();
        assertThat(EarlyRefresh.of(Policies.NONE.earlyRefreshThreshold(0.8))).isEqualTo(new EarlyRefresh(0, 0.8));
        assertThat(EarlyRefresh.of(Policies.NONE.earlyRefresh(2))).isEqualTo(new EarlyRefresh(2, 0));
    }

    private static CachedValue<?> taking(long micros) {
        return CachedValue.of("value", CREATED).taking(micros);
    }

    private static RandomGenerator drawing(double number) {
        return new RandomGenerator() {

            @Override
            public long nextLong() {
                throw new AssertionError("only doubles are drawn");
            }

            @Override
            public double nextDouble() {
                return number;
            }
        };
    }
}
