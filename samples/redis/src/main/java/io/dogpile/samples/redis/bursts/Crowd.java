package io.dogpile.samples.redis.bursts;

import io.dogpile.samples.redis.reports.SalesReports;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.springframework.stereotype.Service;

/** This instance's callers, a thread each, that ask for the same report at the same moment. */
@Service
class Crowd {

    private final SalesReports reports;
    private final Creations creations;

    Crowd(SalesReports reports, Creations creations) {
        this.reports = reports;
        this.creations = creations;
    }

    /** Crowds take turns: queries are counted for the whole instance, and each crowd is to count its own. */
    synchronized Share ask(Mode mode, int year, int callers) throws InterruptedException, ExecutionException {
        long queries = reports.queries();
        long created = creations.count();
        var errors = new ConcurrentLinkedQueue<Exception>();
        var latencies = release(callers, question(mode, year), errors);
        return new Share(
                callers,
                reports.queries() - queries,
                creations.count() - created,
                errors.size(),
                Optional.ofNullable(errors.peek()).map(Exception::toString),
                latencies);
    }

    private Callable<?> question(Mode mode, int year) {
        return switch (mode) {
            case UNCACHED -> () -> reports.uncachedReport(year);
            case CACHED -> () -> reports.report(year);
        };
    }

    private static List<Double> release(int callers, Callable<?> question, Queue<Exception> errors)
            throws InterruptedException, ExecutionException {
        var barrier = new CyclicBarrier(callers);
        Callable<Double> caller = () -> {
            barrier.await();
            long released = System.nanoTime();
            try {
                question.call();
            } catch (Exception e) {
                errors.add(e);
            }
            return (System.nanoTime() - released) / 1_000_000.0;
        };
        var threads = Executors.newFixedThreadPool(callers);
        try {
            var latencies = new ArrayList<Double>();
            for (var latency : threads.invokeAll(Collections.nCopies(callers, caller))) {
                latencies.add(latency.get());
            }
            return latencies;
        } finally {
            threads.shutdownNow();
        }
    }
}
