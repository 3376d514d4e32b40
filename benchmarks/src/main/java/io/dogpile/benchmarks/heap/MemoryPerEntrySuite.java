package io.dogpile.benchmarks.heap;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.dogpile.benchmarks.ChildProcess;
import io.dogpile.benchmarks.Effort;
import io.dogpile.benchmarks.Measurement;
import io.dogpile.benchmarks.Suite;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** The heap that an entry takes, of a million with keys of 12 characters and values of 100 bytes. */
public final class MemoryPerEntrySuite implements Suite {

    @Override
    public String topic() {
        return "memory-per-entry";
    }

    @Override
    public List<Measurement> run(Effort effort) throws IOException, InterruptedException {
        int entries = effort.of(20_000, 1_000_000, 1_000_000);
        List<Measurement> measurements = new ArrayList<>(measure("ordinary", List.of(), entries));
        if (effort != Effort.SMALLEST && hasCompactHeaders()) {
            List<String> options = List.of("-XX:+UnlockExperimentalVMOptions", "-XX:+UseCompactObjectHeaders");
            measurements.addAll(measure("compact", options, entries));
        }
        return measurements;
    }

    private List<Measurement> measure(String headers, List<String> options, int entries)
            throws IOException, InterruptedException {
        List<Measurement> measurements = new ArrayList<>();
        double payload = bytesPerEntry(Store.PAYLOAD, options, entries);
        for (Store store : EnumSet.complementOf(EnumSet.of(Store.PAYLOAD))) {
            double bytes = bytesPerEntry(store, options, entries);
            System.out.printf("%s, %s headers: %.1f bytes per entry%n", store.label(), headers, bytes);
            measurements.add(new Measurement(
                    topic(),
                    store.label(),
                    Map.of("headers", headers),
                    Map.of("bytes per entry", bytes, "bytes beyond key and value", bytes - payload)));
        }
        return measurements;
    }

    private static double bytesPerEntry(Store store, List<String> options, int entries)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx4g",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(options);
        command.addAll(List.of(HeapOfEntries.class.getName(), store.name(), Integer.toString(entries)));
        String output = ChildProcess.output(command).strip();
        return Double.parseDouble(output.substring(output.lastIndexOf('\n') + 1));
    }

    private static boolean hasCompactHeaders() {
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).getVMOption("UseCompactObjectHeaders");
            return true;
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }
}
