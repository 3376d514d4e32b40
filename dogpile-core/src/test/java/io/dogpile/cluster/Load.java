package io.dogpile.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Threads that read without a pause until they are stopped. */
final class Load {

    private static final class Reader {

        final AtomicLong reads = new AtomicLong();
        Thread thread;
    }

    private final List<Reader> readers = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    /** @param read answers a complaint, or null */
    Load(int threads, Callable<String> read) {
        for (int i = 0; i < threads; i++) {
            Reader reader = new Reader();
            reader.thread = new Thread(() -> run(reader, read), "load");
            reader.thread.setDaemon(true);
            readers.add(reader);
        }
        readers.forEach(reader -> reader.thread.start());
    }

    private void run(Reader reader, Callable<String> read) {
        while (!stopped) {
            try {
                String complaint = read.call();
                if (complaint != null) {
                    failures.add(complaint);
                }
            } catch (Exception | Error failure) {
                failures.add(failure.toString().replace('\n', ' '));
            }
            reader.reads.incrementAndGet();
        }
    }

    /** How often the slowest thread has read, apart from some. */
    long leastReads(Predicate<Thread> apart) {
        return readers.stream()
                .filter(reader -> !apart.test(reader.thread))
                .mapToLong(reader -> reader.reads.get())
                .min()
                .orElseThrow();
    }

    /** Answers the first complaint, or an empty text. */
    String stop() {
        stopped = true;
        for (Reader reader : readers) {
            try {
                reader.thread.join();
            } catch (InterruptedException interruption) {
                throw new AssertionError("interrupted while waiting for readers", interruption);
            }
        }
        return failures.isEmpty() ? "" : failures.size() + " failures, the first is " + failures.peek();
    }
}
