package io.dogpile.benchmarks.cluster;

import io.dogpile.benchmarks.cluster.ReadThrough.Setting;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * A process of a {@link Cluster}: opens a cache, then does what the lines of the standard input say, and answers each
 * with a line that begins with {@link #MARK}. It ends with its standard input.
 */
public final class Worker {

    /** Tells answers from what libraries print. */
    static final String MARK = "answer: ";

    static final String FAILURE = "failure: ";

    private Worker() {}

    /** Arguments: the contender, Redis' port, the life of values and the length of a creation in milliseconds. */
    public static void main(String[] arguments) throws Exception {
        Contender contender = Contender.valueOf(arguments[0]);
        int port = Integer.parseInt(arguments[1]);
        Creations creations = new Creations(port);
        Callers callers = new Callers(
                contender.open(new Setting(port, millis(arguments[2]), creations.creator(millis(arguments[3])))));
        answer("ready");
        ExecutorService work = Executors.newSingleThreadExecutor();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String command = line;
            work.execute(() -> answer(answerTo(callers, command)));
        }
        Runtime.getRuntime().halt(0);
    }

    private static Duration millis(String text) {
        return Duration.ofMillis(Long.parseLong(text));
    }

    /** A command is a word, the key, the number of threads, the moment, and for {@code read} four further numbers. */
    private static String answerTo(Callers callers, String command) {
        try {
            String[] words = command.split(" ");
            int threads = Integer.parseInt(words[2]);
            long delay = Long.parseLong(words[3]) - System.currentTimeMillis();
            long at = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delay);
            if (words[0].equals("ask")) {
                return encoded(callers.ask(words[1], threads, at));
            }
            long[] numbers =
                    Arrays.stream(words).skip(4).mapToLong(Long::parseLong).toArray();
            return encoded(callers.read(words[1], threads, numbers[0], numbers[1], numbers[2], numbers[3], at));
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
