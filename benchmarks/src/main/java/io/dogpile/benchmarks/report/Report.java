package io.dogpile.benchmarks.report;

import io.dogpile.benchmarks.Machine;
import io.dogpile.benchmarks.Results.Run;
import io.dogpile.benchmarks.report.Verdict.Measured;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The page about what was measured, with its charts. */
final class Report {

    private static final String INTRODUCTION = """
            # Benchmarks

            What this library costs and saves beside other caches. All contenders of a topic are measured in one run \
            on one machine, so that their ratios hold; the absolute figures are that machine's. The limits below are \
            ours; where one is missed, the table says so. The worst contender of ours in the worst setting on any \
            Java version counts, and only what was measured with full effort. A tolerance is for what the measurement \
            itself adds: allocations of other threads are counted too, and a million entries share what the heap holds \
            besides. This page is generated: \
            [Contributing](../CONTRIBUTING.md) says how.

            """;

    private final List<Run> runs;
    private final StringBuilder page = new StringBuilder();
    private final List<Chart> charts = new ArrayList<>();

    private Report(List<Run> runs) {
        this.runs = runs.stream()
                .sorted(Comparator.comparingInt(run -> run.machine().javaFeature()))
                .toList();
    }

    /**
     * A page.
     *
     * @param markdown its text
     * @param charts what it refers to, in the folder {@code benchmarks} beside it
     */
    record Page(String markdown, List<Chart> charts) {}

    /**
     * Writes it.
     *
     * @param runs what was measured
     * @param tried what stands at its end, in Markdown
     */
    static Page of(List<Run> runs, String tried) {
        Report report = new Report(runs);
        report.page.append(INTRODUCTION);
        report.summary();
        report.versions();
        Sections.ALL.forEach(report::section);
        report.page.append(tried.strip()).append('\n');
        return new Page(report.page.toString(), List.copyOf(report.charts));
    }

    private void summary() {
        List<List<String>> rows = new ArrayList<>();
        for (Bar bar : Bars.ALL) {
            Verdict verdict = bar.verdict(runs);
            String limit = bar.limit().text();
            if (verdict instanceof Measured measured) {
                String value = bar.limit().text(measured.worst()) + " (" + measured.where() + ")";
                rows.add(List.of(bar.what(), limit, value, measured.met() ? "met" : "**missed**"));
            } else {
                rows.add(List.of(bar.what(), limit, "", "not measured"));
            }
        }
        page.append(new Table(List.of("", "Limit", "Measured, worst", ""), rows, false).markdown())
                .append('\n');
    }

    private void versions() {
        Map<String, TreeSet<String>> all = new LinkedHashMap<>();
        runs.forEach(run -> run.versions()
                .forEach((name, version) ->
                        all.computeIfAbsent(name, any -> new TreeSet<>()).add(version)));
        if (!all.isEmpty()) {
            page.append(all.entrySet().stream()
                    .map(entry -> entry.getKey() + " " + String.join(" and ", entry.getValue()))
                    .collect(Collectors.joining(", ", "Libraries: ", ".\n\n")));
        }
    }

    private void section(Section section) {
        page.append("## ")
                .append(section.title())
                .append("\n\n")
                .append(section.text())
                .append("\n\n");
        List<Run> own = runs.stream()
                .filter(run -> run.measurements().stream()
                        .anyMatch(each -> each.topic().equals(section.topic())))
                .toList();
        String commands = own.isEmpty()
                ? "java -jar benchmarks/target/benchmarks.jar " + section.topic()
                : own.stream().map(Run::command).distinct().collect(Collectors.joining("\n"));
        page.append("```shell\n").append(commands).append("\n```\n\n");
        if (own.isEmpty()) {
            page.append("Not measured.\n\n");
        }
        own.forEach(run -> run(section, run));
        if (!own.isEmpty()) {
            for (Chart chart : Charts.of(section, own.get(own.size() - 1))) {
                charts.add(chart);
                page.append("![%s, %s](benchmarks/%s)\n\n".formatted(chart.title(), chart.unit(), chart.file()));
            }
        }
    }

    private void run(Section section, Run run) {
        Machine machine = run.machine();
        page.append("### Java %d: %s\n\n".formatted(machine.javaFeature(), section.topic()));
        page.append("%d cores, %d GB, %s, %s, %s."
                .formatted(
                        machine.processors(),
                        machine.memoryGigabytes(),
                        machine.system(),
                        machine.java(),
                        machine.date()));
        String common = Settings.of(run.measurements()).common();
        page.append(common.isEmpty() ? "\n\n" : " In all: " + common + ".\n\n");
        Tables.of(section, run).forEach((title, table) -> {
            page.append(title.isEmpty() ? "" : title + ":\n\n");
            page.append(table.markdown()).append('\n');
        });
    }
}
