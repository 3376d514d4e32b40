package io.dogpile.benchmarks.cluster;

import io.dogpile.benchmarks.Effort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** A {@link Worker} as seen by the process that started it. */
final class WorkerProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader answers;

    WorkerProcess(Effort effort, int port) throws IOException {
        this.process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        // where nothing is measured, starting is what takes the time
                        effort == Effort.SMALLEST ? "-XX:TieredStopAtLevel=1" : "-XX:+TieredCompilation",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Worker.class.getName(),
                        Integer.toString(port))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    void send(String command) {
        commands.println(command);
    }

    /** Waits for the next answer. */
    String answer() throws Exception {
        return CompletableFuture.supplyAsync(this::nextAnswer).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits for the next answer, which is how long callers waited, in nanoseconds. */
    Histogram waits() throws Exception {
        byte[] bytes = Base64.getDecoder().decode(answer());
        try {
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0);
        } catch (DataFormatException damaged) {
            throw new IOException(damaged);
        }
    }

    private String nextAnswer() {
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith(Worker.MARK + Worker.FAILURE)) {
                    throw new IllegalStateException(line);
                }
                if (line.startsWith(Worker.MARK)) {
                    return line.substring(Worker.MARK.length());
                }
            }
        } catch (IOException broken) {
            throw new IllegalStateException("A worker can't be heard", broken);
        }
        throw new IllegalStateException("A worker has ended, see its standard error");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
