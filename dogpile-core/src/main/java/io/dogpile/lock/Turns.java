package io.dogpile.lock;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How many creators run at a time: a bulkhead. Those who find no room stand in line, the first first. A caller says how
 * many may run for it to run as well. Thread-safe.
 */
final class Turns {

    private record Waiting(int maximum, CompletableFuture<Turn> turn) {}

    private final Deque<Waiting> line = new ArrayDeque<>();
    private int taken;

    /** Of creators that need none. */
    static final Turn FREE = () -> {};

    /** To be given back by the one who has it, once. */
    @FunctionalInterface
    interface Turn extends AutoCloseable {

        @Override
        void close();
    }

    /** Null if there is no room. */
    synchronized @Nullable Turn takeFree(int maximum) {
        if (taken >= maximum || !line.isEmpty()) {
            return null;
        }
        taken++;
        return this::giveBack;
    }

    /** Completes when it is the caller's turn, perhaps at once; else on the thread of whoever gives a turn back. */
    synchronized CompletableFuture<Turn> take(int maximum) {
        Turn free = takeFree(maximum);
        if (free != null) {
            return CompletableFuture.completedFuture(free);
        }
        Waiting waiting = new Waiting(maximum, new CompletableFuture<>());
        line.add(waiting);
        return waiting.turn();
    }

    /** Leaves the line; false if it has become the caller's turn meanwhile, which is then the caller's to give back. */
    boolean leave(CompletableFuture<Turn> turn) {
        synchronized (this) {
            line.removeIf(waiting -> waiting.turn() == turn);
        }
        if (!turn.cancel(false)) {
            return false;
        }
        next(); // who stood behind may want less
        return true;
    }

    /** Ends the wait of somebody whom another lets share its turn. */
    void lend(CompletableFuture<Turn> turn) {
        synchronized (this) {
            line.removeIf(waiting -> waiting.turn() == turn);
        }
        turn.complete(FREE);
    }

    private void giveBack() {
        synchronized (this) {
            taken--;
        }
        next();
    }

    private void next() {
        List<Waiting> called = new ArrayList<>();
        synchronized (this) {
            while (!line.isEmpty() && taken < line.element().maximum()) {
                taken++;
                called.add(line.remove());
            }
        }
        for (Waiting each : called) {
            Turn turn = this::giveBack;
            if (!each.turn().complete(turn)) {
                turn.close();
            }
        }
    }

    synchronized int taken() {
        return taken;
    }

    synchronized int waiting() {
        return line.size();
    }
}
