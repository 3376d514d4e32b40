package io.dogpile.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A process of its own with a region on Redis. It obeys commands, one a line of standard input: a number, a verb and
 * its arguments; each in a thread of its own. It answers on standard output: the number, {@code ok} or {@code failed},
 * and a text. {@link WorkerProcess} is the other end.
 */
public final class Worker {

    private final CreatorLog log;
    private WorkerRegion region;

    private Worker(CreatorLog log) {
        this.log = log;
    }

    /**
     * Obeys until the input ends, which it does when the test's JVM is gone.
     *
     * @param arguments the port of the Redis server in which creators are counted
     * @throws IOException if the input can't be read
     */
    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        Worker worker = new Worker(new CreatorLog(Integer.parseInt(arguments[0])));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            List<String> words = Arrays.asList(line.split(" "));
            Thread thread = new Thread(() -> {
                String answer = words.get(0) + " " + worker.answer(words.get(1), words.subList(2, words.size()));
                synchronized (answers) {
                    answers.println(answer);
                    answers.flush();
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        Runtime.getRuntime().halt(0);
    }

    private String answer(String verb, List<String> arguments) {
        try {
            return "ok " + obey(verb, arguments);
        } catch (Exception | Error failure) {
            failure.printStackTrace();
            return "failed " + failure.toString().replace('\n', ' ');
        }
    }

    private String obey(String verb, List<String> arguments) throws Exception {
        if (verb.equals("open")) {
            region = new WorkerRegion(log, arguments);
            return "";
        }
        return region.obey(verb, arguments);
    }
}
