package io.dogpile.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The folder in which measurements are kept, a file for each topic and Java version, until the report is written. */
public record Results(Path folder) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * Replaces what was measured before of a topic on the same Java, unless that was measured with more effort.
     *
     * @param topic the topic
     * @param run what was measured, and where
     * @return whether it was written
     */
    public boolean write(String topic, Run run) throws IOException {
        Files.createDirectories(folder);
        File file = folder.resolve(topic + "-java" + run.machine().javaFeature() + ".json")
                .toFile();
        if (file.exists() && JSON.readValue(file, Run.class).effort().compareTo(run.effort()) > 0) {
            return false;
        }
        JSON.writerWithDefaultPrettyPrinter().writeValue(file, run);
        return true;
    }

    /** All that was measured, which may be nothing. */
    public List<Run> read() throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Run> runs = new ArrayList<>();
            for (Path file : files.filter(each -> each.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                runs.add(JSON.readValue(file.toFile(), new TypeReference<>() {}));
            }
            return runs;
        }
    }

    /**
     * All contenders of one topic, measured in turn on one machine.
     *
     * @param machine where
     * @param versions of the libraries by their names, as they were then
     * @param effort how thoroughly
     * @param command how, as a user types it
     * @param measurements what
     */
    public record Run(
            Machine machine,
            Map<String, String> versions,
            Effort effort,
            String command,
            List<Measurement> measurements) {

        /** With this machine, and the libraries of this JVM's class path. */
        static Run now(Effort effort, String command, List<Measurement> measurements) throws IOException {
            return new Run(Machine.current(), Versions.current(), effort, command, measurements);
        }
    }
}
