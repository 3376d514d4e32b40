package io.dogpile.benchmarks.report;

import static io.dogpile.benchmarks.report.Made.hit;
import static io.dogpile.benchmarks.report.Made.of;
import static io.dogpile.benchmarks.report.Made.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.benchmarks.Effort;
import io.dogpile.benchmarks.Measurement;
import io.dogpile.benchmarks.Results.Run;
import io.dogpile.benchmarks.report.Limit.AtMost;
import io.dogpile.benchmarks.report.Limit.Plus;
import io.dogpile.benchmarks.report.Limit.Times;
import io.dogpile.benchmarks.report.Verdict.Measured;
import io.dogpile.benchmarks.report.Verdict.NotMeasured;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarTests {

    private static final Bar TIME =
            new Bar("memory-hit", "Hit", List.of("dogpile get"), new Times("ns/op", 1.10, "Caffeine"));

    @ParameterizedTest
    @CsvSource({"11, true, 1.1", "11.01, false, 1.101"})
    void aRatioIsMetUpToItsLimit(double nanos, boolean met, double ratio) {
        assertThat(TIME.verdict(List.of(run(17, hit("Caffeine", 1, 10, 0), hit("dogpile get", 1, nanos, 0)))))
                .isEqualTo(new Measured(met, ratio, "dogpile get, Java 17, zipf, 1 thread"));
    }

    @ParameterizedTest
    @CsvSource({"1, true", "1.01, false"})
    void aNumberIsMetUpToItsTolerance(double bytes, boolean met) {
        Bar bar = new Bar("memory-hit", "Hit", List.of("dogpile get"), new AtMost("B/op", 0, 1));

        assertThat(bar.verdict(List.of(run(17, hit("dogpile get", 1, 10, bytes)))))
                .isEqualTo(new Measured(met, bytes, "dogpile get, Java 17, zipf, 1 thread"));
    }

    @ParameterizedTest
    @CsvSource({"128.5, true", "128.6, false", "90, true"})
    void aDifferenceIsMetUpToItsTolerance(double bytes, boolean met) {
        Bar bar = new Bar("heap", "Heap", List.of("dogpile region"), new Plus("bytes", 16, 0.5, "Caffeine"));

        assertThat(bar.verdict(List.of(run(
                        17,
                        of("heap", "Caffeine", Map.of("bytes", 112.0)),
                        of("heap", "dogpile region", Map.of("bytes", bytes))))))
                .isEqualTo(new Measured(met, bytes - 112.0, "dogpile region, Java 17, 50 threads"));
    }

    @Test
    void theWorstSettingOfAnyJavaCounts() {
        assertThat(TIME.verdict(List.of(
                        run(17, hit("Caffeine", 1, 10, 0), hit("dogpile get", 1, 9, 0)),
                        run(
                                25,
                                hit("Caffeine", 1, 10, 0),
                                hit("dogpile get", 1, 8, 0),
                                hit("Caffeine", 8, 20, 0),
                                hit("dogpile get", 8, 30, 0)))))
                .isEqualTo(new Measured(false, 1.5, "dogpile get, Java 25, zipf, 8 threads"));
    }

    @Test
    void onlyTheSameRunAndSettingIsComparedWith() {
        assertThat(TIME.verdict(List.of(
                        run(17, hit("Caffeine", 1, 100, 0), hit("dogpile get", 1, 100, 0)),
                        run(
                                25,
                                hit("Caffeine", 8, 1, 0),
                                hit("Caffeine", 1, 10, 0),
                                hit("dogpile get", 8, 1, 0),
                                hit("dogpile get", 1, 20, 0)))))
                .isEqualTo(new Measured(false, 2, "dogpile get, Java 25, zipf, 1 thread"));
    }

    @Test
    void onlyTheReferenceItselfIsComparedWith() {
        Measurement hit = hit("Caffeine", 1, 10, 0);

        assertThat(TIME.verdict(List.of(run(
                        17,
                        hit("Caffeine, no expiry", 1, 5, 0),
                        hit("Spring on Caffeine", 1, 5, 0),
                        new Measurement("cacheable-hit", hit.contender(), hit.setting(), Map.of("ns/op", 5.0)),
                        hit,
                        hit("dogpile get", 1, 11, 0)))))
                .isEqualTo(new Measured(true, 1.1, "dogpile get, Java 17, zipf, 1 thread"));
    }

    @Test
    void withoutFiguresOfAllContendersAndTheReferenceNothingIsSaid() {
        Bar both = new Bar(TIME.topic(), TIME.what(), List.of("dogpile get", "dogpile getOrCreate"), TIME.limit());

        assertThat(TIME.verdict(List.of())).isEqualTo(new NotMeasured());
        assertThat(TIME.verdict(List.of(run(17, of("stampede", "dogpile get", Map.of("ns/op", 1.0))))))
                .isEqualTo(new NotMeasured());
        assertThat(TIME.verdict(List.of(run(17, hit("dogpile get", 1, 10, 0), hit("Caffeine", 2, 10, 0)))))
                .isEqualTo(new NotMeasured());
        assertThat(both.verdict(List.of(run(17, hit("dogpile get", 1, 10, 0), hit("Caffeine", 1, 10, 0)))))
                .isEqualTo(new NotMeasured());
    }

    @Test
    void aFirstImpressionIsNotJudged() {
        Run full = run(17, hit("Caffeine", 1, 10, 0), hit("dogpile get", 1, 10, 0));
        Run quick = new Run(full.machine(), full.versions(), Effort.QUICK, full.command(), full.measurements());

        assertThat(TIME.verdict(List.of(quick))).isEqualTo(new NotMeasured());
    }

    @Test
    void whatIsNoNumberMeetsNothing() {
        assertThat(TIME.verdict(List.of(run(
                        17,
                        hit("Caffeine", 1, 10, 0),
                        hit("dogpile get", 1, Double.NaN, 0),
                        hit("Caffeine", 2, 10, 0),
                        hit("dogpile get", 2, 5, 0)))))
                .isEqualTo(new Measured(false, Double.NaN, "dogpile get, Java 17, zipf, 1 thread"));
    }
}
