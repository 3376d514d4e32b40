package io.dogpile.benchmarks.startup;

import io.dogpile.benchmarks.ChildProcess;
import io.dogpile.benchmarks.Effort;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.util.FileSystemUtils;

/**
 * Starts applications, each with the libraries that it needs and no others. Their own classes are copied: the jar they
 * come from names all libraries.
 */
record Launcher(Effort effort, int redisPort, Libraries libraries, Path classes) implements AutoCloseable {

    static Launcher create(Effort effort, int redisPort) throws IOException {
        Launcher launcher = new Launcher(effort, redisPort, Libraries.present(), Files.createTempDirectory("start-up"));
        launcher.copy(Application.class);
        for (Class<?> nested : Application.class.getDeclaredClasses()) {
            launcher.copy(nested);
        }
        return launcher;
    }

    Start launch(Variant variant) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (effort == Effort.SMALLEST) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        command.addAll(List.of(
                "-cp",
                classes + File.pathSeparator + libraries.classPath(variant.artifacts()),
                "-Dconfiguration=" + variant.configuration().getName(),
                Application.class.getName(),
                "--spring.data.redis.port=" + redisPort));
        command.addAll(variant.properties());
        String output = ChildProcess.output(command);
        Start start = output.lines()
                .filter(line -> line.startsWith(Application.MARK))
                .findFirst()
                .map(line -> variant.checked(Start.parse(line.substring(Application.MARK.length()))))
                .orElseThrow(() -> new IOException(variant.label() + " said nothing of its start:\n" + output));
        System.out.println(variant.label() + ": " + start);
        return start;
    }

    private void copy(Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        Path target = classes.resolve(name);
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        try (InputStream bytes = Objects.requireNonNull(type.getClassLoader()).getResourceAsStream(name)) {
            Files.copy(Objects.requireNonNull(bytes), target);
        }
    }

    @Override
    public void close() throws IOException {
        FileSystemUtils.deleteRecursively(classes);
    }
}
