package io.dogpile.samples.quickstart.bursts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Callers, a thread each, that ask the same thing at the same moment. */
final class Crowd {

    private final int callers;
    private final AtomicLong released = new AtomicLong();
    private final CyclicBarrier barrier;

    private Crowd(int callers) {
        this.callers = callers;
        barrier = new CyclicBarrier(callers, () -> released.set(System.nanoTime()));
    }

    static Crowd of(int callers) {
        return new Crowd(callers);
    }

    List<Answer> ask(Callable<?> question) throws InterruptedException, ExecutionException {
        var threads = Executors.newFixedThreadPool(callers);
        try {
            Callable<Answer> caller = () -> answer(question);
            var answers = new ArrayList<Answer>(callers);
            for (var answer : threads.invokeAll(Collections.nCopies(callers, caller))) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private Answer answer(Callable<?> question) throws Exception {
        barrier.await();
        try {
            question.call();
            return new Answer(millisSinceRelease(), Optional.empty());
        } catch (Exception e) {
            return new Answer(millisSinceRelease(), Optional.of(e));
        }
    }

    private double millisSinceRelease() {
        return (System.nanoTime() - released.get()) / 1_000_000.0;
    }
}
