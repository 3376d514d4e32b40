package io.dogpile.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process that says something and ends. */
public final class ChildProcess {

    /** Far longer than any of them takes. */
    private static final long PATIENCE_MINUTES = 5;

    private ChildProcess() {}

    /**
     * Runs a command.
     *
     * @param command the program and its arguments
     * @return what it printed
     * @throws IOException if it can't be started, fails, or is not over after five minutes
     */
    public static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        CompletableFuture<Void> alarm =
                new CompletableFuture<Void>().completeOnTimeout(null, PATIENCE_MINUTES, TimeUnit.MINUTES);
        alarm.thenRun(process::destroyForcibly);
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException((alarm.isDone() ? "not over in time: " : "failed: ") + command + "\n" + output);
            }
            return output;
        } finally {
            alarm.cancel(false);
            process.destroyForcibly();
        }
    }
}
