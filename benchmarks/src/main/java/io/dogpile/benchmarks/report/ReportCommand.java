package io.dogpile.benchmarks.report;

import io.dogpile.benchmarks.Results;
import io.dogpile.benchmarks.report.Report.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the report. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Writes what was measured as benchmarks.md, and charts beside it.")
public final class ReportCommand implements Callable<Integer> {

    @Option(names = "--results", description = "Where the figures are; default: ${DEFAULT-VALUE}")
    private Path results = Path.of("benchmarks", "results");

    @Option(names = "--docs", description = "Where the page belongs; default: ${DEFAULT-VALUE}")
    private Path docs = Path.of("docs");

    @Override
    public Integer call() throws IOException {
        write(new Results(results), docs);
        System.out.println("Wrote " + docs.resolve("benchmarks.md"));
        return 0;
    }

    /** Replaces the page and all charts in a folder. */
    static void write(Results results, Path docs) throws IOException {
        Page page = Report.of(results.read(), tried());
        Path folder = docs.resolve("benchmarks");
        Files.createDirectories(folder);
        for (Path chart : charts(folder)) {
            Files.delete(chart);
        }
        for (Chart chart : page.charts()) {
            Files.writeString(folder.resolve(chart.file()), SvgWriter.svg(chart));
        }
        Files.writeString(docs.resolve("benchmarks.md"), page.markdown());
    }

    private static List<Path> charts(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".svg")).toList();
        }
    }

    private static String tried() throws IOException {
        try (InputStream text = Objects.requireNonNull(ReportCommand.class.getResourceAsStream("tried.md"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
