package io.dogpile.cluster;

import io.dogpile.redis.TestRedis;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A {@link Worker} as its test sees it. What it prints goes to {@code target/workers}. Thread-safe. */
final class WorkerProcess {

    /** Far beyond what any command needs; only there so that a deadlock fails instead of hanging. */
    private static final long PATIENCE_SECONDS = 90;

    private static final AtomicInteger STARTED = new AtomicInteger();

    private final Process process;
    private final Path output;
    private final AtomicInteger commands = new AtomicInteger();
    private final Map<String, CompletableFuture<String>> awaited = new ConcurrentHashMap<>();

    WorkerProcess() {
        try {
            Path directory = Files.createDirectories(Path.of("target", "workers"));
            output = directory.resolve("worker-" + STARTED.incrementAndGet() + ".log");
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx96m",
                            "-Xss512k",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Worker.class.getName(),
                            Integer.toString(TestRedis.shared().port()))
                    .redirectError(output.toFile())
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
        Thread reader = new Thread(this::readAnswers, "answers of " + this);
        reader.setDaemon(true);
        reader.start();
    }

    private void readAnswers() {
        try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                String[] words = line.split(" ", 3);
                CompletableFuture<String> answer = awaited.remove(words[0]);
                if (words[1].equals("ok")) {
                    answer.complete(words[2]);
                } else {
                    answer.completeExceptionally(new AssertionError(this + " failed: " + words[2]));
                }
            }
        } catch (IOException | RuntimeException unreadable) {
            awaited.values().forEach(answer -> answer.completeExceptionally(unreadable));
        }
        awaited.values().forEach(answer -> answer.completeExceptionally(new AssertionError(this + " has ended")));
    }

    /** Has the worker do something; answers at once. */
    CompletableFuture<String> send(String... words) {
        String number = Integer.toString(commands.incrementAndGet());
        CompletableFuture<String> answer = new CompletableFuture<>();
        awaited.put(number, answer);
        String line = number + " " + String.join(" ", words) + "\n";
        synchronized (this) {
            try {
                OutputStream input = process.getOutputStream();
                input.write(line.getBytes(StandardCharsets.UTF_8));
                input.flush();
            } catch (IOException dead) {
                answer.completeExceptionally(dead);
            }
        }
        return answer;
    }

    /** Has the worker do something and waits for its answer. */
    String ask(String... words) {
        return answer(send(words));
    }

    static String answer(CompletableFuture<String> coming) {
        try {
            return coming.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw new AssertionError("a worker did not obey", failure.getCause());
        } catch (InterruptedException | TimeoutException missing) {
            throw new AssertionError("no answer of a worker", missing);
        }
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
    }

    /** Lets it stand still. */
    void pause() {
        signal("STOP");
    }

    /** Lets it go on. */
    void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder(List.of("sh", "-c", "kill -" + name + " " + process.pid()))
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw new AssertionError(this + " can't be sent " + name);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interruption) {
            throw new AssertionError("interrupted", interruption);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public String toString() {
        return "worker " + process.pid() + " (see " + output + ")";
    }
}
