package io.dogpile.benchmarks.cluster;

import io.dogpile.benchmarks.cluster.ReadThrough.Setting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * A process of a {@link Cluster}: does what the lines of the standard input say, and answers each with a line that
 * begins with {@link #MARK}. It ends with its standard input.
 */
public final class Worker {

    /** Tells answers from what libraries print. */
    static final String MARK = "answer: ";

    static final String FAILURE = "failure: ";

    private final int port;
    private final Creations creations;
    private final Map<Contender, Callers> caches = new EnumMap<>(Contender.class);

    private Worker(int port) {
        this.port = port;
        this.creations = new Creations(port);
    }

    /** Argument: Redis' port. */
    public static void main(String[] arguments) throws IOException {
        Worker worker = new Worker(Integer.parseInt(arguments[0]));
        ExecutorService work = Executors.newSingleThreadExecutor();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String command = line;
            work.execute(() -> answer(worker.answerTo(command)));
        }
        Runtime.getRuntime().halt(0);
    }

    private static Duration millis(String text) {
        return Duration.ofMillis(Long.parseLong(text));
    }

    /**
     * A command is {@code close}, which closes all caches; or another word and the contender. Further come for
     * {@code open} the life of values and the length of a creation in milliseconds, else the key, the number of
     * threads, the moment, and for {@code read} four further numbers.
     */
    private String answerTo(String command) {
        try {
            String[] words = command.split(" ");
            if (words[0].equals("close")) {
                caches.values().forEach(Callers::close);
                caches.clear();
                return "ready";
            }
            Contender contender = Contender.valueOf(words[1]);
            if (words[0].equals("open")) {
                Setting setting = new Setting(port, millis(words[2]), creations.creator(millis(words[3])));
                caches.put(contender, new Callers(contender.open(setting)));
                return "ready";
            }
            Callers callers = Objects.requireNonNull(caches.get(contender), "not open");
            String key = words[2];
            int threads = Integer.parseInt(words[3]);
            long delay = Long.parseLong(words[4]) - System.currentTimeMillis();
            long at = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delay);
            if (words[0].equals("ask")) {
                return encoded(callers.ask(key, threads, at));
            }
            long[] numbers =
                    Arrays.stream(words).skip(5).mapToLong(Long::parseLong).toArray();
            return encoded(callers.read(key, threads, numbers[0], numbers[1], numbers[2], numbers[3], at));
        } catch (Exception failure) {
            failure.printStackTrace();
            return FAILURE + command + ": " + failure;
        }
    }

    private static String encoded(Histogram waits) {
        ByteBuffer bytes = ByteBuffer.allocate(waits.getNeededByteBufferCapacity());
        int length = waits.encodeIntoCompressedByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }

    private static void answer(String text) {
        System.out.println(MARK + text);
    }
}
