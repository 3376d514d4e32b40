package io.dogpile.benchmarks.report;

import io.dogpile.benchmarks.Measurement;
import io.dogpile.benchmarks.Results.Run;
import io.dogpile.benchmarks.report.Layout.ByFigure;
import io.dogpile.benchmarks.report.Layout.BySetting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables of a section for one run, by their titles. */
final class Tables {

    private final List<Measurement> measurements;
    private final Settings settings;

    private Tables(Run run) {
        this.measurements = run.measurements();
        this.settings = Settings.of(measurements);
    }

    static Map<String, Table> of(Section section, Run run) {
        Tables tables = new Tables(run);
        if (section.layout() instanceof ByFigure layout) {
            Map<String, Table> all = new LinkedHashMap<>();
            for (Map<String, String> setting : tables.settings.all()) {
                all.put(tables.settings.label(setting), tables.byFigure(layout, setting));
            }
            return all;
        }
        return Map.of("", tables.bySetting((BySetting) section.layout()));
    }

    private Table byFigure(ByFigure layout, Map<String, String> setting) {
        List<String> head = new ArrayList<>(List.of(""));
        head.addAll(layout.all());
        return table(
                head,
                contender -> layout.all().stream()
                        .map(figure -> cell(value(contender, setting, figure)))
                        .toList());
    }

    private Table bySetting(BySetting layout) {
        String unit = Figure.unit(layout.figure());
        List<String> head = new ArrayList<>(List.of(layout.references().isEmpty() ? "" : unit + ratios(layout)));
        settings.all().forEach(setting -> {
            String label = settings.label(setting);
            head.add(label.isEmpty() || layout.references().isEmpty() ? (unit + " " + label).strip() : label);
        });
        Map<String, List<Map<String, String>>> more = layout.more().isEmpty()
                ? Map.of()
                : settings.all().stream()
                        .collect(Collectors.groupingBy(
                                settings::labelButThreads, LinkedHashMap::new, Collectors.toList()));
        more.keySet().forEach(label -> head.add((Figure.unit(layout.more()) + " " + label).strip()));
        return table(head, contender -> {
            List<String> cells = new ArrayList<>();
            for (Map<String, String> setting : settings.all()) {
                cells.add(compared(layout, contender, setting));
            }
            for (List<Map<String, String>> alike : more.values()) {
                cells.add(alike.stream()
                        .map(setting -> value(contender, setting, layout.more()))
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .map(bytes -> Figure.number(bytes))
                        .orElse(""));
            }
            return cells;
        });
    }

    private Table table(List<String> head, Function<String, List<String>> cells) {
        List<List<String>> rows = new ArrayList<>();
        measurements.stream().map(Measurement::contender).distinct().forEach(contender -> {
            List<String> row = new ArrayList<>(List.of(contender));
            row.addAll(cells.apply(contender));
            rows.add(Figure.isOurs(contender) ? Table.bold(row) : row);
        });
        return new Table(head, rows, true);
    }

    /** What stands in brackets. */
    private static String ratios(BySetting layout) {
        return layout.references().isEmpty() ? "" : " (× " + String.join(" · × ", layout.references()) + ")";
    }

    private String compared(BySetting layout, String contender, Map<String, String> setting) {
        Double value = value(contender, setting, layout.figure());
        if (value == null || layout.references().isEmpty()) {
            return cell(value);
        }
        return cell(value)
                + layout.references().stream()
                        .map(reference -> {
                            Double other = value(reference, setting, layout.figure());
                            return other == null ? "–" : Figure.ratio(value / other);
                        })
                        .collect(Collectors.joining(" · ", " (", ")"));
    }

    private static String cell(@Nullable Double value) {
        return value == null ? "" : Figure.number(value);
    }

    private @Nullable Double value(String contender, Map<String, String> setting, String figure) {
        return measurements.stream()
                .filter(each -> each.contender().equals(contender)
                        && each.setting().equals(setting)
                        && each.figures().containsKey(figure))
                .map(each -> each.figures().get(figure))
                .findFirst()
                .orElse(null);
    }
}
