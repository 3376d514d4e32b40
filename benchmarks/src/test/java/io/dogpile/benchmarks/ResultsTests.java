package io.dogpile.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.benchmarks.Results.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of several measurements of one topic. */
class ResultsTests {

    private static final List<Measurement> OLD =
            List.of(new Measurement("topic", "contender", Map.of(), Map.of("ms", 1.0)));
    private static final List<Measurement> NEW =
            List.of(new Measurement("topic", "contender", Map.of(), Map.of("ms", 2.0)));

    private final Results results;

    ResultsTests(@TempDir Path folder) {
        results = new Results(folder.resolve("results"));
    }

    @Test
    void theLastMeasurementIsKept() throws Exception {
        assertThat(results.read()).isEmpty();
        assertThat(results.write("topic", Run.now(Effort.QUICK, "command", OLD)))
                .isTrue();

        assertThat(results.write("topic", Run.now(Effort.FULL, "command", NEW))).isTrue();

        assertThat(results.read())
                .singleElement()
                .satisfies(run -> assertThat(run.measurements()).isEqualTo(NEW));
    }

    @Test
    void aQuickLookDoesNotReplaceWhatWasMeasuredThoroughly() throws Exception {
        results.write("topic", Run.now(Effort.FULL, "command", OLD));

        assertThat(results.write("topic", Run.now(Effort.QUICK, "command", NEW)))
                .isFalse();

        assertThat(results.read())
                .singleElement()
                .satisfies(run -> assertThat(run.measurements()).isEqualTo(OLD));
    }
}
