package io.dogpile.benchmarks.report;

import io.dogpile.benchmarks.Measurement;
import io.dogpile.benchmarks.Results.Run;
import io.dogpile.benchmarks.report.Chart.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The charts of a section, one for each setting of the newest Java version. */
final class Charts {

    private Charts() {}

    static List<Chart> of(Section section, Run run) {
        String figure = section.layout().figure();
        Settings settings = Settings.of(run.measurements());
        List<Chart> charts = new ArrayList<>();
        for (Map<String, String> setting : settings.all()) {
            List<Item> items = new ArrayList<>();
            for (Measurement measurement : run.measurements()) {
                Double value = measurement.figures().get(figure);
                if (measurement.setting().equals(setting) && value != null) {
                    items.add(new Item(measurement.contender(), value));
                }
            }
            if (!items.isEmpty()) {
                String label = settings.label(setting);
                String title = section.title() + (label.isEmpty() ? "" : ", " + label) + ", Java "
                        + run.machine().javaFeature();
                charts.add(new Chart(file(section.topic(), label), title, Figure.unit(figure), items));
            }
        }
        return charts;
    }

    private static String file(String topic, String label) {
        String name = label.isEmpty() ? topic : topic + "-" + label;
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".svg";
    }
}
