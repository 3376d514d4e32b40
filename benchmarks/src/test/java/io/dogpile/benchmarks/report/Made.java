package io.dogpile.benchmarks.report;

import io.dogpile.benchmarks.Effort;
import io.dogpile.benchmarks.Machine;
import io.dogpile.benchmarks.Measurement;
import io.dogpile.benchmarks.Results.Run;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Figures that nobody measured. */
final class Made {

    private Made() {}

    static Run run(int java, Measurement... measurements) {
        Machine machine = new Machine(2, 8, "Linux amd64", "Vendor " + java, java, LocalDate.of(2026, 11, 23));
        String command = "java -jar benchmarks/target/benchmarks.jar " + measurements[0].topic();
        return new Run(machine, Map.of("Caffeine", "3.2.3"), Effort.FULL, command, List.of(measurements));
    }

    /** Of a hit in memory. */
    static Measurement hit(String contender, int threads, double nanos, double bytes) {
        return new Measurement(
                "memory-hit",
                contender,
                Map.of("distribution", "zipf", "threads", Integer.toString(threads)),
                Map.of("ns/op", nanos, "B/op", bytes));
    }

    static Measurement of(String topic, String contender, Map<String, Double> figures) {
        return new Measurement(topic, contender, Map.of("threads", "50"), figures);
    }
}
