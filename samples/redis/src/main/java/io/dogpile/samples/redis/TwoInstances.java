package io.dogpile.samples.redis;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/** A Redis server and two processes of one application that share it. All three end with this one. */
public final class TwoInstances implements AutoCloseable {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final int redisPort = freePort();
    private final List<URI> addresses;
    private final List<Process> processes = new ArrayList<>();

    private TwoInstances(int firstPort, int secondPort) {
        addresses = List.of(URI.create("http://localhost:" + firstPort), URI.create("http://localhost:" + secondPort));
    }

    /**
     * Starts everything and stays until it is stopped.
     *
     * @param ports where the instances listen; 8080 and 8081 unless given
     */
    public static void main(String... ports) throws IOException, InterruptedException {
        boolean given = ports.length == 2;
        try (var two = start(given ? Integer.parseInt(ports[0]) : 8080, given ? Integer.parseInt(ports[1]) : 8081)) {
            System.out.printf(
                    "%nOne application, two processes: %s and %s%n", two.addresses.get(0), two.addresses.get(1));
            System.out.printf("Their Redis: redis-cli -p %d MONITOR%nCtrl-C ends all.%n%n", two.redisPort);
            CompletableFuture.anyOf(two.processes.stream().map(Process::onExit).toArray(CompletableFuture[]::new))
                    .join();
        }
        System.exit(1);
    }

    /** Starts everything, and returns when both instances answer. */
    static TwoInstances start(int firstPort, int secondPort) throws IOException, InterruptedException {
        var two = new TwoInstances(firstPort, secondPort);
        Runtime.getRuntime().addShutdownHook(new Thread(two::close));
        try {
            two.startRedis();
            for (URI address : two.addresses) {
                two.startInstance(address);
            }
            for (int i = 0; i < two.addresses.size(); i++) {
                awaitAnswer(two.addresses.get(i), two.processes.get(1 + i));
            }
            return two;
        } catch (IOException | RuntimeException | InterruptedException failure) {
            two.close();
            throw failure;
        }
    }

    List<URI> addresses() {
        return addresses;
    }

    private void startRedis() throws IOException {
        File server = ExecutableProvider.newJarResourceProvider().get();
        start("redis", List.of(server.getPath(), "--port", "" + redisPort, "--bind", "127.0.0.1", "--save", ""));
    }

    private void startInstance(URI address) throws IOException {
        start(
                "" + address.getPort(),
                List.of(
                        JAVA,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Instance.class.getName(),
                        "" + processes.get(0).pid(),
                        "--server.port=" + address.getPort(),
                        "--shop.instances=" + addresses.get(0) + "," + addresses.get(1),
                        "--spring.data.redis.port=" + redisPort));
    }

    private void start(String name, List<String> command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        processes.add(process);
        var output = new Thread(() -> forward(name, process.inputReader()), "output of " + name);
        output.setDaemon(true);
        output.start();
    }

    private static void forward(String name, BufferedReader output) {
        output.lines().forEach(line -> System.out.println(name + " | " + line));
    }

    private static void awaitAnswer(URI address, Process process) throws InterruptedException {
        var http = HttpClient.newHttpClient();
        while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
            try {
                http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
                return;
            } catch (IOException notYet) {
                // asked again
            }
        }
        throw new IllegalStateException("The instance at " + address + " has ended; its output says why.");
    }

    /** Stops the instances, then Redis. */
    @Override
    public synchronized void close() {
        for (int i = processes.size() - 1; i >= 0; i--) {
            stop(processes.get(i));
        }
    }

    private static void stop(Process process) {
        process.toHandle().destroy(); // the process' own method would close its output, too
        process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join().destroyForcibly();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
