package io.dogpile.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures several times all that a suite measures, one contender after another each time, so that a minute in which
 * the machine is busy with something else falls on each of them and on a part of each one's figures only. Answers
 * medians; figures whose name says that they are the worst or the longest of all stay that.
 */
final class Repeated implements Suite {

    private final Suite suite;

    Repeated(Suite suite) {
        this.suite = suite;
    }

    @Override
    public String topic() {
        return suite.topic();
    }

    @Override
    public List<Measurement> run(Effort effort) throws Exception {
        Map<Measurement, List<Measurement>> all = new LinkedHashMap<>();
        for (int i = 0; i < effort.of(1, 1, 3); i++) {
            for (Measurement measurement : suite.run(effort)) {
                all.computeIfAbsent(subject(measurement), any -> new ArrayList<>())
                        .add(measurement);
            }
        }
        List<Measurement> combined = new ArrayList<>();
        all.forEach((subject, same) ->
                combined.add(new Measurement(subject.topic(), subject.contender(), subject.setting(), combined(same))));
        return combined;
    }

    private static Measurement subject(Measurement measurement) {
        return new Measurement(measurement.topic(), measurement.contender(), measurement.setting(), Map.of());
    }

    private static Map<String, Double> combined(List<Measurement> same) {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        same.forEach(each -> each.figures()
                .forEach((name, value) ->
                        values.computeIfAbsent(name, any -> new ArrayList<>()).add(value)));
        Map<String, Double> figures = new LinkedHashMap<>();
        values.forEach((name, each) -> figures.put(
                name, name.contains("worst") || name.startsWith("max ") ? Collections.max(each) : Median.of(each)));
        return figures;
    }
}
