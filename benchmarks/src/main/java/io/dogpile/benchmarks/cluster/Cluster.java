package io.dogpile.benchmarks.cluster;

import io.dogpile.benchmarks.Effort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.HdrHistogram.Histogram;

/** Several processes with the same cache, of which threads ask at agreed moments. */
final class Cluster implements AutoCloseable {

    /** Between a command and the moment when it is carried out, by which all threads stand ready. */
    private static final Duration LEAD = Duration.ofMillis(150);

    private final List<WorkerProcess> workers = new ArrayList<>();

    private final Effort effort;
    private final int port;

    Cluster(Effort effort, int port) {
        this.effort = effort;
        this.port = port;
    }

    int processes() {
        return effort.of(2, 3, 3);
    }

    /**
     * Closes what was open and opens caches in all processes, and waits until all are ready. The processes are new ones;
     * where nothing is measured, starting them is what would take the time, so there they stay.
     */
    void open(Set<Contender> contenders, Duration life, Duration creation) throws Exception {
        if (effort != Effort.SMALLEST) {
            close();
        }
        while (workers.size() < processes()) {
            workers.add(new WorkerProcess(effort, port));
        }
        tell("close");
        for (Contender contender : contenders) {
            tell("open " + contender + " " + life.toMillis() + " " + creation.toMillis());
        }
    }

    private void tell(String command) throws Exception {
        workers.forEach(worker -> worker.send(command));
        for (WorkerProcess worker : workers) {
            worker.answer();
        }
    }

    /** Each process' threads ask for a key at the same moment. Answers how long they waited, in nanoseconds. */
    Histogram ask(Contender contender, String key, int threads) throws Exception {
        long at = System.currentTimeMillis() + LEAD.toMillis();
        workers.forEach(worker -> worker.send("ask " + contender + " " + key + " " + threads + " " + at));
        return waits();
    }

    /**
     * How long readers waited, and when.
     *
     * @param waits in nanoseconds
     * @param from when it began, in milliseconds since the epoch
     * @param to when it ended
     */
    record Reading(Histogram waits, long from, long to) {}

    /** Each process' threads read a key again and again, evenly spread over the interval. */
    Reading read(Contender contender, String key, int threads, Duration interval, Duration length) throws Exception {
        long at = System.currentTimeMillis() + LEAD.toMillis();
        long step = interval.toNanos() / ((long) threads * workers.size());
        for (int i = 0; i < workers.size(); i++) {
            workers.get(i)
                    .send("read " + contender + " " + key + " " + threads + " " + at + " " + interval.toNanos() + " "
                            + i * step + " " + step * workers.size() + " " + length.toNanos());
        }
        return new Reading(waits(), at, at + length.toMillis());
    }

    private Histogram waits() throws Exception {
        Histogram all = Callers.histogram();
        for (WorkerProcess worker : workers) {
            all.add(worker.waits());
        }
        return all;
    }

    @Override
    public void close() {
        workers.forEach(WorkerProcess::close);
        workers.clear();
    }
}
