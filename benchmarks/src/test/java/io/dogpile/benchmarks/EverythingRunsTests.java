package io.dogpile.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs each suite once at the smallest size, so that none can rot. What it measures means nothing. */
class EverythingRunsTests {

    static List<Suite> suites() {
        return Main.suites();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("suites")
    void everyContenderIsMeasured(Suite suite) throws Exception {
        List<Measurement> measurements = suite.run(Effort.SMALLEST);
        assertThat(measurements).isNotEmpty().allSatisfy(measurement -> {
            assertThat(measurement.topic()).isEqualTo(suite.topic());
            assertThat(measurement.figures()).isNotEmpty();
            assertThat(measurement.figures().values()).allMatch(Double::isFinite);
        });
    }
}
