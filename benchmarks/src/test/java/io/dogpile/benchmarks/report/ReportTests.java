package io.dogpile.benchmarks.report;

import static io.dogpile.benchmarks.report.Made.hit;
import static io.dogpile.benchmarks.report.Made.of;
import static io.dogpile.benchmarks.report.Made.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.benchmarks.Results;
import io.dogpile.benchmarks.report.Report.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTests {

    @Test
    void withoutFiguresAllBarsAndSectionsSayNotMeasured() {
        Page page = Report.of(List.of(), "## What was tried\n");

        assertThat(page.charts()).isEmpty();
        assertThat(page.markdown().split("\\| not measured \\|", -1)).hasSize(Bars.ALL.size() + 1);
        assertThat(page.markdown().split("\nNot measured\\.", -1)).hasSize(Sections.ALL.size() + 1);
        assertThat(page.markdown()).endsWith("## What was tried\n");
    }

    @Test
    void everyBarBelongsToASection() {
        assertThat(Sections.ALL)
                .extracting(Section::topic)
                .containsAll(Bars.ALL.stream().map(Bar::topic).toList());
    }

    @Test
    void aBarFlipsWithItsFigure() {
        assertThat(stampede(230)).contains("| Waits in a stampede, p99 | ≤ 230 (p99 ms) | 230 (", "| met |");
        assertThat(stampede(231)).contains("| Waits in a stampede, p99 | ≤ 230 (p99 ms) | 231 (", "| **missed** |");
        assertThat(stampede(230)).doesNotContain("missed |");
    }

    private static String stampede(double p99) {
        return Report.of(List.of(run(17, of("stampede", "dogpile", Map.of("p99 ms", p99)))), "")
                .markdown();
    }

    @Test
    void timesAreComparedWithTheReferencesOfTheirSetting() {
        assertThat(Report.of(
                                List.of(run(
                                        25,
                                        hit("ConcurrentHashMap.get", 1, 10, 0),
                                        hit("Caffeine getIfPresent", 1, 20, 0.001),
                                        hit("dogpile get", 1, 18, 0),
                                        hit("ConcurrentHashMap.get", 8, 40, 0),
                                        hit("Caffeine getIfPresent", 8, 100, 24),
                                        hit("dogpile get", 8, 1250, 0))),
                                "")
                        .markdown())
                .contains("""
                        | ns (× ConcurrentHashMap.get · × Caffeine getIfPresent) | 1 thread | 8 threads | B |
                        |---|---:|---:|---:|
                        | ConcurrentHashMap.get | 10.0 (1.00 · 0.50) | 40.0 (1.00 · 0.40) | 0 |
                        | Caffeine getIfPresent | 20.0 (2.00 · 1.00) | 100 (2.50 · 1.00) | 24.0 |
                        | **dogpile get** | **18.0 (1.80 · 0.90)** | **1,250 (31.3 · 12.5)** | **0** |
                        """)
                .contains("2 cores, 8 GB, Linux amd64, Vendor 25, 2026-11-23. In all: zipf.")
                .contains("Libraries: Caffeine 3.2.3.")
                .contains("### Java 25: memory-hit");
    }

    @Test
    void figuresAreColumnsWhereThereAreSeveral() {
        assertThat(Report.of(
                                List.of(run(
                                        17,
                                        of(
                                                "expirations",
                                                "plain Redis hit",
                                                Map.of("p50 ms", 0.1, "p99 ms", 0.4, "p99 × hit", 1.02)),
                                        of(
                                                "expirations",
                                                "dogpile",
                                                Map.of("p50 ms", 0.1, "p99 ms", 0.5, "creations per expiry", 1.0)))),
                                "")
                        .markdown())
                .contains("| plain Redis hit |  | 0.10 | 0.40 | 1.02 |  |  |")
                .contains("| **dogpile** | **1.00** | **0.10** | **0.50** |  |  |  |");
    }

    @Test
    void thePageAndItsChartsReplaceEarlierOnes(@TempDir Path folder) throws IOException {
        Path charts = Files.createDirectories(folder.resolve("docs/benchmarks"));
        Files.writeString(charts.resolve("memory-hit-3-threads.svg"), "old");
        Results results = new Results(folder.resolve("results"));
        results.write("memory-hit", run(17, hit("dogpile get", 1, 10, 0), hit("dogpile get", 8, 10, 0)));
        results.write("memory-hit", run(25, hit("dogpile get", 1, 10, 0), hit("dogpile get", 8, 10, 0)));

        ReportCommand.write(results, folder.resolve("docs"));

        String page = Files.readString(folder.resolve("docs/benchmarks.md"));
        assertThat(page).contains("### Java 17", "### Java 25", "What was tried");
        assertThat(charts)
                .isDirectoryContaining("glob:**memory-hit-1-thread.svg")
                .isDirectoryContaining("glob:**memory-hit-8-threads.svg");
        assertThat(charts.toFile().list())
                .hasSize(2)
                .allSatisfy(chart -> assertThat(page).contains("(benchmarks/" + chart + ")"));
    }

    @Test
    void withoutAFolderOfResultsThePageIsThere(@TempDir Path folder) throws IOException {
        ReportCommand.write(new Results(folder.resolve("nothing")), folder);

        assertThat(folder.resolve("benchmarks.md")).content().startsWith("# Benchmarks");
    }
}
