package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.lock.QueuedCreation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The creations that are queued or running on executors, and a limit to their number: the queue of Boot's executor has
 * none, and virtual threads have no queue. Once stopped it takes no more, drops those that have not begun, and tells
 * when the last of the others has ended. Thread-safe.
 */
final class BoundedCreations {

    private final int capacity;

    private final Set<Entry> entries = new LinkedHashSet<>();
    private boolean stopped;
    private @Nullable Runnable onceIdle;

    BoundedCreations(int capacity) {
        this.capacity = capacity;
    }

    /** Throws what the executor throws, and {@link RejectedExecutionException} if there is no room. */
    void execute(Runnable creation, Executor executor) {
        Entry entry = new Entry(creation);
        add(entry);
        try {
            executor.execute(entry);
        } catch (RuntimeException | Error refusal) {
            remove(entry);
            throw refusal;
        }
    }

    private synchronized void add(Entry entry) {
        if (stopped) {
            throw new RejectedExecutionException("the application is shutting down");
        }
        if (entries.size() >= capacity) {
            throw new RejectedExecutionException(
                    capacity + " creations are queued or running, which is the dogpile.background.capacity");
        }
        entries.add(entry);
    }

    private void remove(Entry entry) {
        Runnable idle;
        synchronized (this) {
            entries.remove(entry);
            idle = takeOnceIdle();
        }
        idle.run();
    }

    private Runnable takeOnceIdle() {
        Runnable idle = onceIdle;
        if (idle == null || !entries.isEmpty()) {
            return () -> {};
        }
        onceIdle = null;
        return idle;
    }

    synchronized void start() {
        stopped = false;
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    void stop(Runnable whenIdle) {
        List<Entry> queued = new ArrayList<>();
        Runnable idle;
        synchronized (this) {
            stopped = true;
            entries.stream().filter(entry -> !entry.begun).forEach(queued::add);
            queued.forEach(entries::remove);
            onceIdle = whenIdle;
            idle = takeOnceIdle();
        }
        queued.forEach(Entry::abandon);
        idle.run();
    }

    private synchronized boolean begin(Entry entry) {
        entry.begun = entries.contains(entry);
        return entry.begun;
    }

    private final class Entry implements Runnable {

        private final Runnable creation;
        private boolean begun;

        Entry(Runnable creation) {
            this.creation = creation;
        }

        @Override
        public void run() {
            if (begin(this)) {
                try {
                    creation.run();
                } finally {
                    onceEnded(() -> remove(this));
                }
            }
        }

        /** An asynchronous creation goes on when its thread is free. */
        private void onceEnded(Runnable action) {
            if (creation instanceof QueuedCreation queued) {
                queued.end().whenComplete((end, failure) -> action.run());
            } else {
                action.run();
            }
        }

        void abandon() {
            if (creation instanceof QueuedCreation queued) {
                queued.abandon();
            }
        }
    }
}
