package io.dogpile.benchmarks;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Measured figures by name, in the order in which they are to be shown. */
record Figures(Map<String, Number> map) {

    static Figures of(String name, Number figure) {
        return new Figures(Map.of()).and(name, figure);
    }

    Figures and(String name, Number figure) {
        Map<String, Number> more = new LinkedHashMap<>(map);
        more.put(name, figure);
        return new Figures(Collections.unmodifiableMap(more));
    }
}
